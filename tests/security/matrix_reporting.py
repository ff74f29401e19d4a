"""The same table for whoever reports a problem: the report, and one's own requests."""

REPORTING = """
# Reporting, and one's own reports: abe reported {incident} and {resolved_incident}, hara {hidden_incident}
GET  /report                                      ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /report                                      done done done done done done done done done done done
POST /_/report/answers                            done done done done done done done done done done done
POST /_/report/told                               ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /report/solved                               ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /report/received/{incident}                  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /report/received/nonsense                    404  404  404  404  404  404  404  404  404  404  404
GET  /requests                                    in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /requests/{incident}                         in   ok   404  404  404  404  404  404  404  404  404
GET  /requests/{hidden_incident}                  in   404  404  404  404  404  404  ok   404  404  404
GET  /requests/{incident}/reply                   in   ok   404  404  404  404  404  404  404  404  404
POST /requests/{incident}/reply                   in   done 404  404  404  404  404  404  404  404  404
POST /requests/{hidden_incident}/reply            in   404  404  404  404  404  404  done 404  404  404
POST /requests/{incident}/confirm                 in   409  404  404  404  404  404  404  404  404  404
POST /requests/{resolved_incident}/confirm        in   done 404  404  404  404  404  404  404  404  404
POST /requests/{hidden_incident}/confirm          in   404  404  404  404  404  404  409  404  404  404
GET  /requests/{incident}/not-fixed               in   409  404  404  404  404  404  404  404  404  404
GET  /requests/{resolved_incident}/not-fixed      in   ok   404  404  404  404  404  404  404  404  404
POST /requests/{resolved_incident}/not-fixed      in   done 404  404  404  404  404  404  404  404  404
GET  /requests/{hidden_incident}/not-fixed        in   404  404  404  404  404  404  409  404  404  404
POST /requests/{hidden_incident}/not-fixed        in   404  404  404  404  404  404  409  404  404  404
GET  /requests/{incident}/withdraw                in   ok   404  404  404  404  404  404  404  404  404
POST /requests/{incident}/withdraw                in   done 404  404  404  404  404  404  404  404  404
GET  /requests/{hidden_incident}/withdraw         in   404  404  404  404  404  404  ok   404  404  404
POST /requests/{hidden_incident}/withdraw         in   404  404  404  404  404  404  done 404  404  404
"""
