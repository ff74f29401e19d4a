"""The part of the table of `matrix.py` for what hangs on incidents: files and articles."""

ON_INCIDENTS = """
# Files on incidents: {file} and {hidden_file} hang on these two; abe reported the first, hara the second.
GET  /incidents/{incident}/files                  in   404  404  ok   ok   ok   403  403  ok   403  403
POST /incidents/{incident}/files                  in   404  404  422  422  422  403  403  422  403  403
GET  /incidents/{hidden_incident}/files           in   404  404  404  404  404  404  ok   404  404  404
POST /incidents/{hidden_incident}/files           in   404  404  404  404  404  404  422  404  404  404
GET  /incidents/{incident}/files/{file}/a.txt     in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /incidents/{hidden_incident}/files/{hidden_file}/a.txt in 403 403 404 404 404 404 ok 404 404 404
GET  /requests/{incident}/files/{file}/a.txt      in   ok   404  404  404  404  404  404  404  404  404
GET  /requests/{hidden_incident}/files/{hidden_file}/a.txt in 404 404 404 404 404 404 ok 404 404 404
GET  /incidents/{incident}/files/{file}/remove    in   403  403  ok   ok   ok   403  403  ok   403  403
POST /incidents/{incident}/files/{file}/remove    in   403  403  done done done 403  403  done 403  403
GET  /incidents/{hidden_incident}/files/{hidden_file}/remove in 403 403 404 404 404 403 403 404 403 403
POST /incidents/{hidden_incident}/files/{hidden_file}/remove in 403 403 404 404 404 403 403 404 403 403

# Articles on incidents: {use} is {within} on {incident}, {hidden_use} is {secret} on {hidden_incident}; abe may not
# read {within}, so that it is not sent.
GET  /_/incidents/{incident}/suggestions          in   403  403  done done done 403  403  done 403  403
GET  /_/incidents/{hidden_incident}/suggestions   in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/link                   in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/link            in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/link                   in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/link            in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/uses/{use}/unlink      in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/uses/{hidden_use}/unlink in 403 403 404 404 404 403 403 404 403 403
POST /incidents/{incident}/uses/{use}/unlink      in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/uses/{hidden_use}/unlink in 403 403 404 404 404 403 403 404 403 403
POST /incidents/{incident}/uses/{use}/judge       in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/uses/{hidden_use}/judge in 403 403 404 404 404 403 403 404 403 403
POST /incidents/{incident}/uses/{use}/send        in   403  403  422  422  422  403  403  422  403  403
POST /incidents/{hidden_incident}/uses/{hidden_use}/send in 403 403 404 404 404 403 403 404 403 403
GET  /kb/{within}/uses                            in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{secret}/uses                            in   403  403  404  404  404  404  ok   404  404  404
GET  /kb/{within}/link                            in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /kb/{secret}/link                            in   403  403  404  404  404  403  403  404  403  403
POST /kb/{within}/link                            in   403  403  done done done 403  403  done 403  403
POST /kb/{secret}/link                            in   403  403  404  404  404  403  403  404  403  403
GET  /kb/new?incident={incident}                  in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /kb/new?incident={hidden_incident}           in   403  403  404  404  404  404  403  404  403  403
POST /kb/new?incident={incident}                  in   403  403  done done done 403  403  done 403  403
POST /kb/new?incident={hidden_incident}           in   403  403  404  404  404  404  403  404  403  403
"""
