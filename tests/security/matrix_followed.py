"""The same table for what follows from incidents: actions, reports, what waits for oneself, and the chain."""

FOLLOWED = """
# Actions: nakano owns {action} (proposed), {due_action} and {finished_action}; hara owns the hidden one.
GET  /actions                                     in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /actions/{action}                            in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /actions/{hidden_action}                     in   403  403  404  404  404  404  ok   404  404  404
GET  /incidents/{incident}/actions/new            in   403  403  ok   ok   ok   ok   ok   ok   403  403
POST /incidents/{incident}/actions/new            in   403  403  done done done done done done 403  403
GET  /incidents/{hidden_incident}/actions/new     in   403  403  404  404  404  404  ok   404  403  403
POST /incidents/{hidden_incident}/actions/new     in   403  403  404  404  404  404  done 404  403  403
GET  /problems/{absent_problem}/actions/new        in   403  403  404  404  404  404  404  404  403  403
POST /problems/{absent_problem}/actions/new        in   403  403  404  404  404  404  404  404  403  403
GET  /reviews/{absent_review}/actions/new          in   403  403  404  404  404  404  404  404  403  403
POST /reviews/{absent_review}/actions/new          in   403  403  404  404  404  404  404  404  403  403
GET  /actions/{action}/edit                       in   403  403  ok   ok   ok   ok   ok   ok   403  403
POST /actions/{action}/edit                       in   403  403  done done done done done done 403  403
GET  /actions/{hidden_action}/edit                in   403  403  404  404  404  404  ok   404  403  403
POST /actions/{hidden_action}/edit                in   403  403  404  404  404  404  done 404  403  403
GET  /actions/{action}/accept                     in   403  403  403  403  403  403  403  ok   403  403
POST /actions/{action}/accept                     in   403  403  403  403  403  403  403  done 403  403
GET  /actions/{hidden_action}/accept              in   403  403  403  403  403  403  403  404  403  403
POST /actions/{hidden_action}/accept              in   403  403  403  403  403  403  403  404  403  403
GET  /actions/{action}/reject                     in   403  403  403  403  403  403  403  ok   403  403
POST /actions/{action}/reject                     in   403  403  403  403  403  403  403  done 403  403
POST /actions/{hidden_action}/reject              in   403  403  403  403  403  403  403  404  403  403
POST /actions/{due_action}/start                  in   403  403  403  done 403  403  403  403  403  403
POST /actions/{hidden_action}/start               in   403  403  404  404  404  404  409  404  403  403
GET  /actions/{due_action}/complete               in   403  403  403  ok   403  403  403  403  403  403
POST /actions/{due_action}/complete               in   403  403  403  done 403  403  403  403  403  403
POST /actions/{hidden_action}/complete            in   403  403  404  404  404  404  409  404  403  403
GET  /actions/{finished_action}/verify            in   403  403  403  403  403  403  403  403  403  403
POST /actions/{finished_action}/verify            in   403  403  403  403  403  403  403  403  403  403
GET  /actions/{finished_action}/not-effective     in   403  403  403  403  403  403  403  403  403  403
POST /actions/{finished_action}/not-effective     in   403  403  403  403  403  403  403  403  403  403
GET  /actions/{due_action}/extend                 in   403  403  403  ok   403  403  403  403  403  403
POST /actions/{due_action}/extend                 in   403  403  403  done 403  403  403  403  403  403
POST /actions/{hidden_action}/extend              in   403  403  404  404  404  404  409  404  403  403
GET  /actions/{due_action}/transfer               in   403  403  403  ok   403  403  403  403  403  403
POST /actions/{due_action}/transfer               in   403  403  403  done 403  403  403  403  403  403
POST /actions/{hidden_action}/transfer            in   403  403  404  404  404  404  409  404  403  403
GET  /actions/{due_action}/cancel                 in   403  403  403  403  403  403  403  ok   403  403
POST /actions/{due_action}/cancel                 in   403  403  403  403  403  403  403  done 403  403
POST /actions/{hidden_action}/cancel              in   403  403  403  403  403  403  403  404  403  403

# Reports: the first version of {told} is issued for the company, the second is being written; likewise the hidden ones.
GET  /reports                                     in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /reports/{told}                              in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /reports/{told}?version=2                    in   404  404  ok   ok   ok   ok   ok   ok   ok   ok
GET  /reports/{hidden_incident}                   in   404  404  404  404  404  404  ok   404  404  404
GET  /reports/{told}/text                         in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /reports/{hidden_incident}/text              in   404  404  404  404  404  404  ok   404  404  404
GET  /reports/{incident}/new                      in   403  403  ok   ok   ok   403  403  ok   403  403
POST /reports/{incident}/new                      in   403  403  done done done 403  403  done 403  403
GET  /reports/{hidden_incident}/new               in   403  403  404  404  404  403  403  404  403  403
POST /reports/{hidden_incident}/new               in   403  403  404  404  404  403  403  404  403  403
GET  /reports/{told}/2/edit                       in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /reports/{told}/1/edit                       in   403  403  409  409  409  403  403  409  403  403
POST /reports/{told}/2/edit                       in   403  403  done done done 403  403  done 403  403
GET  /reports/{hidden_incident}/2/edit            in   403  403  404  404  404  403  403  404  403  403
POST /reports/{hidden_incident}/2/edit            in   403  403  404  404  404  403  403  404  403  403
GET  /reports/{told}/2/issue                      in   403  403  403  403  403  403  403  ok   403  403
POST /reports/{told}/2/issue                      in   403  403  403  403  403  403  403  done 403  403
GET  /reports/{hidden_incident}/2/issue           in   403  403  403  403  403  403  403  404  403  403
POST /reports/{hidden_incident}/2/issue           in   403  403  403  403  403  403  403  404  403  403
GET  /reports/{told}/2/discard                    in   403  403  ok   ok   ok   403  403  ok   403  403
POST /reports/{told}/2/discard                    in   403  403  done done done 403  403  done 403  403
GET  /reports/{hidden_incident}/2/discard         in   403  403  404  404  404  403  403  404  403  403
POST /reports/{hidden_incident}/2/discard         in   403  403  404  404  404  403  403  404  403  403

# What waits, and the whole chain of a record
GET  /me/work                                     in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /incidents/{incident}/trace                  in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /incidents/{hidden_incident}/trace           in   403  403  404  404  404  404  ok   404  404  404
GET  /problems/{absent_problem}/trace              in   403  403  404  404  404  404  404  404  404  404
GET  /kb/{within}/trace                           in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{secret}/trace                           in   403  403  404  404  404  404  ok   404  404  404
GET  /problems/{logged_problem}/actions/new in 403 403 ok ok ok ok ok ok 403 403
GET  /problems/{hidden_problem}/actions/new in 403 403 404 404 404 404 ok 404 403 403
POST /problems/{logged_problem}/actions/new in 403 403 done done done done done done 403 403
POST /problems/{hidden_problem}/actions/new in 403 403 404 404 404 404 done 404 403 403
GET  /reviews/{draft_review}/actions/new in 403 403 ok ok ok ok ok ok 403 403
GET  /reviews/{hidden_review}/actions/new in 403 403 404 404 404 404 ok 404 403 403
POST /reviews/{draft_review}/actions/new in 403 403 done done done done done done 403 403
POST /reviews/{hidden_review}/actions/new in 403 403 404 404 404 404 done 404 403 403
GET  /problems/{logged_problem}/trace in 403 403 ok ok ok ok ok ok ok ok
GET  /problems/{hidden_problem}/trace in 403 403 404 404 404 404 ok 404 404 404
"""
