"""The same table for what is learned from incidents: problems and reviews, with the records of `learned.py`."""

# ruff: noqa: E501
LEARNED = """
# Problems: nobody here leads problem management; the second line looks for causes, any agent links incidents
GET  /problems                                    in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /problems?view=table                         in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /known-errors                                in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /problems/new                                in   403  403  403  ok   ok   403  403  ok   403  403
POST /problems/new                                in   403  403  403  done done 403  403  done 403  403
GET  /problems/{logged_problem}                   in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /problems/{hidden_problem}                   in   403  403  404  404  404  404  ok   404  404  404
GET  /problems/{absent_problem}                   in   403  403  404  404  404  404  404  404  404  404
GET  /problems/{logged_problem}/edit              in   403  403  403  ok   ok   403  403  ok   403  403
POST /problems/{logged_problem}/edit              in   403  403  403  done done 403  403  done 403  403
GET  /problems/{logged_problem}/assess            in   403  403  403  403  403  403  403  403  403  403
POST /problems/{logged_problem}/assess            in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{categorized_problem}/investigate  in   403  403  403  403  403  403  403  403  403  403
POST /problems/{categorized_problem}/investigate  in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{logged_problem}/causes            in   403  403  403  ok   ok   403  403  ok   403  403
POST /problems/{logged_problem}/causes            in   403  403  403  done done 403  403  done 403  403
GET  /problems/{logged_problem}/workaround        in   403  403  403  ok   ok   403  403  ok   403  403
POST /problems/{logged_problem}/workaround        in   403  403  403  done done 403  403  done 403  403
GET  /problems/{investigating_problem}/declare    in   403  403  403  403  403  403  403  403  403  403
POST /problems/{investigating_problem}/declare    in   403  403  403  403  403  403  403  403  403  403
POST /problems/{known_error_problem}/tell         in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{known_error_problem}/changes      in   403  403  403  403  403  403  403  403  403  403
POST /problems/{known_error_problem}/changes      in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{change_raised_problem}/return-change in   403  403  403  403  403  403  403  403  403  403
POST /problems/{change_raised_problem}/return-change in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{known_error_problem}/resolve      in   403  403  403  403  403  403  403  403  403  403
POST /problems/{known_error_problem}/resolve      in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{resolved_problem}/close           in   403  403  403  403  403  403  403  403  403  403
POST /problems/{resolved_problem}/close           in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{closed_problem}/reanalyse         in   403  403  403  403  403  403  403  403  403  403
POST /problems/{closed_problem}/reanalyse         in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{logged_problem}/hold              in   403  403  403  403  403  403  403  403  403  403
POST /problems/{logged_problem}/hold              in   403  403  403  403  403  403  403  403  403  403
POST /problems/{on_hold_problem}/resume           in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{categorized_problem}/merge        in   403  403  403  403  403  403  403  403  403  403
POST /problems/{categorized_problem}/merge        in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{logged_problem}/restrict          in   403  403  403  403  403  403  403  ok   403  403
POST /problems/{logged_problem}/restrict          in   403  403  403  403  403  403  403  done 403  403
GET  /problems/{logged_problem}/cancel            in   403  403  403  403  403  403  403  403  403  403
POST /problems/{logged_problem}/cancel            in   403  403  403  403  403  403  403  403  403  403
GET  /problems/{logged_problem}/incidents         in   403  403  ok   ok   ok   403  403  ok   403  403
POST /problems/{logged_problem}/incidents         in   403  403  done done done 403  403  done 403  403
POST /problems/{logged_problem}/notes             in   403  403  403  done done 403  403  done 403  403
POST /problems/{change_raised_problem}/changes/{change_raised_change}/settle  in   403  403  403  403  403  403  403  403  403  403
POST /problems/{logged_problem}/incidents/{incident}/release in   403  403  403  done done 403  403  done 403  403
POST /problems/{hidden_problem}/notes             in   403  403  403  404  404  403  403  404  403  403
POST /problems/{hidden_problem}/edit              in   403  403  403  404  404  403  403  404  403  403

# Reviews: Nakano owns them, Sato leads, Mori reviews, Imai approves and is incident manager
GET  /reviews                                     in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /reviews/{draft_review}                      in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /reviews/{hidden_review}                     in   403  403  404  404  404  404  ok   404  404  404
GET  /reviews/{absent_review}                     in   403  403  404  404  404  404  404  404  404  404
POST /incidents/{unreviewed}/review               in   403  403  done done done done done done 403  403
POST /incidents/{hidden_incident}/review          in   403  403  404  404  404  404  409  404  403  403
POST /reviews/{draft_review}/sections/learned     in   403  403  done done done done done done 403  403
POST /reviews/{closed_review}/sections/learned    in   403  403  409  409  409  409  409  409  403  403
POST /reviews/{hidden_review}/sections/learned    in   403  403  404  404  404  404  done 404  403  403
POST /reviews/{draft_review}/sections/nothing     in   403  403  404  404  404  404  404  404  403  403
POST /reviews/{draft_review}/rows                 in   403  403  done done done done done done 403  403
GET  /reviews/{draft_review}/rows/{draft_row}     in   403  403  ok   ok   ok   ok   ok   ok   403  403
POST /reviews/{draft_review}/rows/{draft_row}     in   403  403  done done done done done done 403  403
POST /reviews/{draft_review}/rows/{draft_row}/hide in   403  403  done done done done done done 403  403
POST /reviews/{draft_review}/take                 in   403  403  done done done done done done 403  403
POST /reviews/{draft_review}/people               in   403  403  403  done done 403  403  done 403  403
POST /reviews/{draft_review}/submit               in   403  403  403  done done 403  403  done 403  403
POST /reviews/{in_review_review}/conclude         in   403  403  403  403  done 403  403  done 403  403
POST /reviews/{reviewed_review}/approve           in   403  403  403  403  403  403  403  done 403  403
POST /reviews/{approved_review}/publish           in   403  403  403  done 403  403  403  done 403  403
POST /reviews/{approved_review}/close             in   403  403  403  done 403  403  403  403  403  403
GET  /reviews/{in_review_review}/send-back        in   403  403  ok   403  ok   403  403  ok   403  403
POST /reviews/{in_review_review}/send-back        in   403  403  done 403  done 403  403  done 403  403
GET  /reviews/{reviewed_review}/reject            in   403  403  403  403  403  403  403  ok   403  403
POST /reviews/{reviewed_review}/reject            in   403  403  403  403  403  403  403  done 403  403
GET  /reviews/{published_review}/reopen           in   403  403  403  403  403  403  403  403  403  403
POST /reviews/{published_review}/reopen           in   403  403  403  403  403  403  403  403  403  403
GET  /reviews/{draft_review}/waive                in   403  403  403  403  403  403  403  ok   403  403
POST /reviews/{draft_review}/waive                in   403  403  403  403  403  403  403  done 403  403
GET  /reviews/{reviewed_review}/hand-over         in   403  403  403  ok   ok   403  403  ok   403  403
POST /reviews/{reviewed_review}/hand-over         in   403  403  403  done done 403  403  done 403  403
"""
