"""The reviewed table of who may come where; a route that is not here fails the test.

One line is a method, an address and the answer for each person in the order of `COLUMNS`:
`in` – sent to the sign-in; `ok` – a page; `done` – carried out, or led onwards; else the status: 403 not allowed,
404 absent or not for this person, 409 not in this state, 410 put away, 422 refused with a sentence.
In braces stand the records of `world.py`. The people: a stranger; abe, who reads; one of a partner; mori, an agent and
KCS Candidate; nakano, Contributor; sato, Publisher; ueda, knowledge manager; hara, knowledge manager of the HR team;
imai, incident manager; ono, auditor; kato, administrator.
"""

from collections.abc import Iterator

from tests.security.matrix_followed import FOLLOWED
from tests.security.matrix_learned import LEARNED
from tests.security.matrix_on_incidents import ON_INCIDENTS
from tests.security.matrix_reporting import REPORTING

COLUMNS = ("stranger", "abe", "partner", "mori", "nakano", "sato", "ueda", "hara", "imai", "ono", "kato")

TABLE = """
# Coming in and going out. A new password and signing out lead to the sign-in.
GET  /                                            done done done done done done done done done done done
GET  /login                                       ok   done done done done done done done done done done
POST /login                                       done done done done done done done done done done done
POST /logout                                      in   in   in   in   in   in   in   in   in   in   in
GET  /password/forgot                             ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /password/forgot                             ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /password/{token}                            ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /password/{token}                            in   in   in   in   in   in   in   in   in   in   in
GET  /password/nonsense                           404  404  404  404  404  404  404  404  404  404  404
GET  /setup                                       done done done done done done done done done done done
POST /setup                                       done done done done done done done done done done done
GET  /healthz                                     ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /readyz                                      ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /robots.txt                                  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /static/x/css/site.css                       ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok

# Helps for agents
GET  /help/keys                                   in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /help/components                             in   403  403  ok   ok   ok   ok   ok   ok   ok   ok

# Oneself
GET  /me                                          in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /me                                          in   done done done done done done done done done done
GET  /me/devices                                  in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /me/devices/end                              in   done done done done done done done done done done
GET  /me/password                                 in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /me/password                                 in   done done done done done done done done done done
POST /me/theme                                    in   done done done done done done done done done done

# The public pages: staff find there what readers find
GET  /faq/                                        ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/c/vpn                                   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/c/old                                   404  404  404  404  404  404  404  404  404  404  404
GET  /faq/search                                  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/feed.xml                                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/sitemap.xml                             ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/{public}                                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/{company}                               404  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /faq/{partners}                              404  404  ok   404  404  404  404  404  404  404  404
GET  /faq/{within}                                404  404  404  404  404  404  404  404  404  404  404
GET  /faq/{away}                                  404  410  410  410  410  410  410  410  410  410  410
GET  /faq/{secret}                                404  404  404  404  404  404  404  404  404  404  404
POST /faq/{public}/vote                           done done done done done done done done done done done
POST /faq/{company}/vote                          404  done done done done done done done done done done
POST /faq/{partners}/vote                         404  404  done 404  404  404  404  404  404  404  404
POST /faq/{within}/vote                           404  404  404  404  404  404  404  404  404  404  404
POST /faq/{secret}/vote                           404  404  404  404  404  404  404  404  404  404  404

# Searching
GET  /search                                      in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
POST /search/opened                               in   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
GET  /search/why                                  in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /search/why?article={within}&q=VPN           in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /search/why?article={secret}&q=VPN           in   403  403  404  404  404  404  ok   404  404  404
GET  /search/why?article={secret}&person=hara     in   403  403  403  403  403  404  ok   403  403  404
GET  /search/why?article={within}&person=mori     in   403  403  403  403  403  ok   ok   403  403  ok
GET  /search/why?article={within}&person=nobody   in   403  403  403  403  403  422  422  403  403  422
GET  /search/log                                  in   403  403  403  403  403  ok   ok   403  403  ok
GET  /search/replay                               in   403  403  403  403  403  ok   ok   403  403  ok
GET  /search/replay?newest=50                     in   403  403  403  403  403  ok   ok   403  403  ok
GET  /_/jump                                      in   done done done done done done done done done done

# Articles, whoever wrote them
GET  /kb                                          in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/flags                                    in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/new                                      in   403  403  ok   ok   ok   ok   ok   ok   403  403
POST /kb/new                                      in   403  403  done done done done done done 403  403
POST /_/kb/preview                                in   403  403  done done done done done done 403  403
POST /_/kb/checks                                 in   403  403  done done done done done done 403  403
GET  /kb/{public}                                 done done done ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{company}                                in   done done ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{within}                                 in   404  404  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{archived}                               in   404  404  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{away}                                   in   410  410  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{gone}                                   in   404  404  404  404  404  404  404  404  404  404
GET  /kb/{secret}                                 in   404  404  404  404  404  404  ok   404  404  404
GET  /kb/{within}/feedback                        in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{secret}/feedback                        in   403  403  404  404  404  404  ok   404  404  404
POST /kb/{within}/vote                            in   403  403  done done done done done done done done
POST /kb/{secret}/vote                            in   403  403  404  404  404  404  done 404  404  404
GET  /kb/{within}/history                         in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{secret}/history                         in   403  403  404  404  404  404  ok   404  404  404
GET  /kb/{within}/history/1                       in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{secret}/history/1                       in   403  403  404  404  404  404  ok   404  404  404
POST /kb/{within}/history/1                       in   403  403  done done done done done 403  403  403
POST /kb/{secret}/history/1                       in   403  403  404  404  404  404  done 404  404  404
GET  /kb/{within}/diff                            in   403  403  done done done done done done done done
GET  /kb/{secret}/diff                            in   403  403  404  404  404  404  done 404  404  404
GET  /kb/{within}/diff/1..2                       in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /kb/{secret}/diff/1..1                       in   403  403  404  404  404  404  ok   404  404  404

# Writing: mori began {wip}, nakano {within}, {valid} and {governed}; the latter is governed by the network team
# (nakano, sato); {secret} is restricted to the HR team (hara).
GET  /kb/{wip}/edit                               in   403  403  ok   ok   ok   ok   ok   403  403  403
GET  /kb/{within}/edit                            in   403  403  ok   ok   ok   ok   ok   403  403  403
GET  /kb/{public}/edit                            in   403  403  403  403  ok   ok   ok   403  403  403
GET  /kb/{governed}/edit                          in   403  403  403  ok   ok   403  403  403  403  403
GET  /kb/{archived}/edit                          in   403  403  409  409  409  409  409  403  403  403
GET  /kb/{secret}/edit                            in   403  403  404  404  404  404  ok   403  403  403
POST /kb/{wip}/edit                               in   403  403  done done done done done 403  403  403
POST /kb/{within}/edit                            in   403  403  done done done done done 403  403  403
POST /kb/{public}/edit                            in   403  403  403  403  done done done 403  403  403
POST /kb/{governed}/edit                          in   403  403  403  done done 403  403  403  403  403
POST /kb/{archived}/edit                          in   403  403  409  409  409  409  409  403  403  403
POST /kb/{secret}/edit                            in   403  403  404  404  404  404  done 403  403  403

# States
POST /kb/{wip}/finish                             in   403  403  done done done done done 403  403  403
POST /kb/{within}/finish                          in   403  403  403  409  409  409  409  403  403  403
POST /kb/{secret}/finish                          in   403  403  404  404  404  404  409  403  403  403
GET  /kb/{within}/validate                        in   403  403  403  ok   ok   ok   ok   403  403  403
GET  /kb/{governed}/validate                      in   403  403  403  403  ok   403  403  403  403  403
GET  /kb/{secret}/validate                        in   403  403  403  404  404  404  ok   403  403  403
POST /kb/{within}/validate                        in   403  403  403  done done done done 403  403  403
POST /kb/{governed}/validate                      in   403  403  403  403  done 403  403  403  403  403
POST /kb/{secret}/validate                        in   403  403  403  404  404  404  done 403  403  403
GET  /kb/{valid}/recheck                          in   403  403  403  ok   ok   ok   ok   403  403  403
GET  /kb/{secret}/recheck                         in   403  403  403  404  404  404  409  403  403  403
POST /kb/{valid}/recheck                          in   403  403  403  done done done done 403  403  403
POST /kb/{secret}/recheck                         in   403  403  403  404  404  404  409  403  403  403
GET  /kb/{valid}/widen                            in   403  403  403  403  ok   ok   ok   403  403  403
GET  /kb/{secret}/widen                           in   403  403  403  403  404  404  ok   403  403  403
POST /kb/{valid}/widen                            in   403  403  403  403  done done done 403  403  403
POST /kb/{within}/widen                           in   403  403  403  403  422  422  422  403  403  403
POST /kb/{secret}/widen                           in   403  403  403  403  404  404  422  403  403  403
GET  /kb/{company}/pull-back                      in   403  403  403  ok   ok   ok   ok   ok   403  403
GET  /kb/{secret}/pull-back                       in   403  403  403  404  404  404  409  404  403  403
POST /kb/{company}/pull-back                      in   403  403  403  done done done done done 403  403
POST /kb/{secret}/pull-back                       in   403  403  403  404  404  404  422  404  403  403
GET  /kb/{within}/restrict                        in   403  403  403  403  403  ok   ok   ok   403  403
GET  /kb/{secret}/restrict                        in   403  403  403  403  403  404  ok   404  403  403
POST /kb/{within}/restrict                        in   403  403  403  403  403  done done done 403  403
POST /kb/{secret}/restrict                        in   403  403  403  403  403  404  done 404  403  403
GET  /kb/{within}/govern                          in   403  403  403  403  403  ok   ok   403  403  403
GET  /kb/{secret}/govern                          in   403  403  403  403  403  404  ok   403  403  403
POST /kb/{within}/govern                          in   403  403  403  403  403  done done 403  403  403
POST /kb/{secret}/govern                          in   403  403  403  403  403  404  done 403  403  403
GET  /kb/{wip}/archive                            in   403  403  403  403  ok   ok   ok   403  403  403
GET  /kb/{within}/archive                         in   403  403  403  ok   ok   ok   ok   403  403  403
GET  /kb/{secret}/archive                         in   403  403  403  404  404  404  ok   403  403  403
POST /kb/{wip}/archive                            in   403  403  403  403  done done done 403  403  403
POST /kb/{within}/archive                         in   403  403  403  done done done done 403  403  403
POST /kb/{secret}/archive                         in   403  403  403  404  404  404  done 403  403  403
GET  /kb/{archived}/restore                       in   403  403  403  403  ok   ok   ok   403  403  403
GET  /kb/{secret}/restore                         in   403  403  403  403  404  404  409  403  403  403
POST /kb/{archived}/restore                       in   403  403  403  403  done done done 403  403  403
POST /kb/{secret}/restore                         in   403  403  403  403  404  404  409  403  403  403
GET  /kb/{wip}/discard                            in   403  403  ok   403  403  ok   ok   403  403  403
GET  /kb/{within}/discard                         in   403  403  403  409  403  409  409  403  403  403
GET  /kb/{secret}/discard                         in   403  403  404  404  404  404  409  403  403  403
POST /kb/{wip}/discard                            in   403  403  done 403  403  done done 403  403  403
POST /kb/{secret}/discard                         in   403  403  404  404  404  404  409  403  403  403
GET  /kb/{within}/merge                           in   403  403  403  403  ok   ok   ok   403  403  403
GET  /kb/{secret}/merge                           in   403  403  403  403  404  404  ok   403  403  403
POST /kb/{within}/merge                           in   403  403  403  403  done done done 403  403  403
POST /kb/{secret}/merge                           in   403  403  403  403  404  404  422  403  403  403

# Flags: mori raised those of {within}
GET  /kb/{within}/flag                            in   403  403  ok   ok   ok   ok   ok   ok   403  403
GET  /kb/{secret}/flag                            in   403  403  404  404  404  404  ok   404  403  403
POST /kb/{within}/flag                            in   403  403  done done done done done done 403  403
POST /kb/{secret}/flag                            in   403  403  404  404  404  404  done 404  403  403
POST /kb/{within}/flags/{flag}/take               in   403  403  done done done done done 403  403  403
POST /kb/{within}/flags/{hidden_flag}/take        in   403  403  404  404  404  404  404  403  403  403
POST /kb/{secret}/flags/{hidden_flag}/take        in   403  403  404  404  404  404  done 403  403  403
GET  /kb/{within}/flags/{flag}/fix                in   403  403  ok   ok   ok   ok   ok   403  403  403
GET  /kb/{secret}/flags/{hidden_flag}/fix         in   403  403  404  404  404  404  ok   403  403  403
POST /kb/{within}/flags/{flag}/fix                in   403  403  done done done done done 403  403  403
POST /kb/{within}/flags/{hidden_flag}/fix         in   403  403  404  404  404  404  404  403  403  403
POST /kb/{secret}/flags/{hidden_flag}/fix         in   403  403  404  404  404  404  done 403  403  403
GET  /kb/{within}/flags/{flag}/reject             in   403  403  403  ok   ok   ok   ok   403  403  403
GET  /kb/{secret}/flags/{hidden_flag}/reject      in   403  403  403  404  404  404  ok   403  403  403
POST /kb/{within}/flags/{flag}/reject             in   403  403  403  done done done done 403  403  403
POST /kb/{secret}/flags/{hidden_flag}/reject      in   403  403  403  404  404  404  done 403  403  403
POST /kb/{within}/flags/{settled}/reopen          in   403  403  done 403  403  403  403  403  403  403
POST /kb/{secret}/flags/{hidden_flag}/reopen      in   403  403  404  404  404  404  409  404  403  403

# The queue: one may be taken from its row
GET  /desk                                        in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
POST /desk/{incident}/take                        in   403  403  done done done 403  403  done 403  403
POST /desk/{hidden_incident}/take                 in   403  403  404  404  404  403  403  404  403  403

# Incidents: {incident} is new and open to the desk, the others stand as they are called; {hidden_incident} is for HR
# alone. Readers have pages of their own for what they reported.
GET  /incidents                                        in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /incidents/{incident}                             in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /incidents/{hidden_incident}                      in   403  403  404  404  404  404  ok   404  404  404
POST /incidents/{incident}/take                        in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/take                 in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{triage_incident}/mine                 in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/mine                 in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{prioritized_incident}/investigate     in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/investigate          in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{escalated_incident}/accept            in   403  403  403  done done 403  403  done 403  403
POST /incidents/{hidden_incident}/accept               in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{on_hold_incident}/resume              in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/resume               in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{child_incident}/part                  in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/part                 in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{resolved_incident}/undo               in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/undo                 in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/edit                        in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/edit                 in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/edit                        in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/edit                 in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/assign                      in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/assign               in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/assign                      in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/assign               in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{triage_incident}/prioritize           in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/prioritize           in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{triage_incident}/prioritize           in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/prioritize           in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{triage_incident}/escalate             in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/escalate             in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{triage_incident}/escalate             in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/escalate             in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/call-in                     in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/call-in              in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/call-in                     in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/call-in              in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{investigating_incident}/restore       in   403  403  403  ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/restore              in   403  403  403  404  404  403  403  404  403  403
POST /incidents/{investigating_incident}/restore       in   403  403  403  done done 403  403  done 403  403
POST /incidents/{hidden_incident}/restore              in   403  403  403  404  404  403  403  404  403  403
GET  /incidents/{restoring_incident}/resolve           in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/resolve              in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{restoring_incident}/resolve           in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/resolve              in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{resolved_incident}/close              in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/close                in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{resolved_incident}/close              in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/close                in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{resolved_incident}/not-fixed          in   404  404  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/not-fixed            in   404  404  404  404  404  404  409  404  404  404
POST /incidents/{resolved_incident}/not-fixed          in   404  404  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/not-fixed            in   404  404  404  404  404  404  409  404  404  404
GET  /incidents/{closed_incident}/reopen               in   403  403  403  403  403  403  403  ok   403  403
GET  /incidents/{hidden_incident}/reopen               in   403  403  403  403  403  403  403  404  403  403
POST /incidents/{closed_incident}/reopen               in   403  403  403  403  403  403  403  done 403  403
POST /incidents/{hidden_incident}/reopen               in   403  403  403  403  403  403  403  404  403  403
GET  /incidents/{incident}/hold                        in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/hold                 in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/hold                        in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/hold                 in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/cancel                      in   403  403  ok   403  403  403  403  ok   403  403
GET  /incidents/{hidden_incident}/cancel               in   403  403  404  403  403  403  403  404  403  403
POST /incidents/{incident}/cancel                      in   403  403  done 403  403  403  403  done 403  403
POST /incidents/{hidden_incident}/cancel               in   403  403  404  403  403  403  403  404  403  403
GET  /incidents/{incident}/declare-major               in   403  403  403  403  403  403  403  ok   403  403
GET  /incidents/{hidden_incident}/declare-major        in   403  403  403  403  403  403  403  404  403  403
POST /incidents/{incident}/declare-major               in   403  403  403  403  403  403  403  done 403  403
POST /incidents/{hidden_incident}/declare-major        in   403  403  403  403  403  403  403  404  403  403
GET  /incidents/{incident}/join                        in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{hidden_incident}/join                 in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/join                        in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/join                 in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/restrict                    in   403  403  403  403  403  ok   ok   ok   403  403
GET  /incidents/{hidden_incident}/restrict             in   403  403  403  403  403  404  ok   404  403  403
POST /incidents/{incident}/restrict                    in   403  403  403  403  403  done done done 403  403
POST /incidents/{hidden_incident}/restrict             in   403  403  403  403  403  404  done 404  403  403
GET  /incidents/{incident}/entries                     in   403  403  done done done 403  403  done 403  403
GET  /incidents/{hidden_incident}/entries              in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/entries                     in   403  403  done done done 403  403  done 403  403
POST /incidents/{hidden_incident}/entries              in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{incident}/entries/{entry}/correct     in   403  403  ok   ok   ok   403  403  ok   403  403
GET  /incidents/{incident}/entries/{hidden_entry}/correct in   403  403  404  404  404  403  403  404  403  403
GET  /incidents/{hidden_incident}/entries/{hidden_entry}/correct in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/entries/{entry}/correct     in   403  403  done done done 403  403  done 403  403
POST /incidents/{incident}/entries/{hidden_entry}/correct in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{hidden_incident}/entries/{hidden_entry}/correct in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{incident}/entries/{entry}/star        in   403  403  done done done 403  403  done 403  403
POST /incidents/{incident}/entries/{hidden_entry}/star in   403  403  404  404  404  403  403  404  403  403
POST /incidents/{hidden_incident}/entries/{hidden_entry}/star in   403  403  404  404  404  403  403  404  403  403
# The intake, and what it asks while one types
GET  /incidents/new                               in   403  403  ok   ok   ok   403  403  ok   403  403
POST /incidents/new                               in   403  403  done done done 403  403  done 403  403
POST /_/suggest                                   in   403  403  done done done 403  403  done 403  403
POST /_/suggest/told                              in   403  403  ok   ok   ok   ok   ok   ok   ok   ok
GET  /_/callers                                   in   403  403  done done done 403  403  done 403  403

# Administration
GET  /admin                                       in   403  403  403  403  403  ok   ok   403  403  ok
GET  /admin/audit                                 in   403  403  403  403  403  403  403  403  ok   ok
GET  /admin/policies                              in   403  403  403  403  403  403  403  403  403  ok
POST /admin/policies                              in   403  403  403  403  403  403  403  403  403  done
GET  /admin/policies/priority                     in   403  403  403  403  403  403  403  403  403  ok
POST /admin/policies/priority                     in   403  403  403  403  403  403  403  403  403  done
GET  /admin/policies/reviews                      in   403  403  403  403  403  403  403  403  403  ok
POST /admin/policies/reviews                      in   403  403  403  403  403  403  403  403  403  done
GET  /admin/policies/reports                      in   403  403  403  403  403  403  403  403  403  ok
POST /admin/policies/reports                      in   403  403  403  403  403  403  403  403  403  done
GET  /admin/policies/nothing                      in   403  403  403  403  403  403  403  403  403  404

# People
GET  /admin/people                                in   403  403  403  403  403  403  403  403  403  ok
GET  /admin/people/new                            in   403  403  403  403  403  403  403  403  403  ok
POST /admin/people/new                            in   403  403  403  403  403  403  403  403  403  done
GET  /admin/people/abe                            in   403  403  403  403  403  403  403  403  403  ok
GET  /admin/people/nobody                         in   403  403  403  403  403  403  403  403  403  404
POST /admin/people/abe                            in   403  403  403  403  403  403  403  403  403  done
GET  /admin/people/abe/close                      in   403  403  403  403  403  403  403  403  403  ok
POST /admin/people/abe/close                      in   403  403  403  403  403  403  403  403  403  done
POST /admin/people/kato/close                     in   403  403  403  403  403  403  403  403  403  422
GET  /admin/people/abe/password                   in   403  403  403  403  403  403  403  403  403  ok
POST /admin/people/abe/password                   in   403  403  403  403  403  403  403  403  403  done
POST /admin/people/abe/reopen                     in   403  403  403  403  403  403  403  403  403  done
GET  /admin/teams                                 in   403  403  403  403  403  403  403  403  403  ok
GET  /admin/teams/new                             in   403  403  403  403  403  403  403  403  403  ok
POST /admin/teams/new                             in   403  403  403  403  403  403  403  403  403  done
GET  /admin/teams/{team}                          in   403  403  403  403  403  403  403  403  403  ok
GET  /admin/teams/999                             in   403  403  403  403  403  403  403  403  403  404
POST /admin/teams/{team}                          in   403  403  403  403  403  403  403  403  403  done
POST /admin/teams/{team}/retire                   in   403  403  403  403  403  403  403  403  403  done
POST /admin/teams/{retired_team}/restore          in   403  403  403  403  403  403  403  403  403  done
GET  /admin/bundles                               in   403  403  403  403  403  403  403  403  403  ok
GET  /admin/bundles/new                           in   403  403  403  403  403  403  403  403  403  ok
POST /admin/bundles/new                           in   403  403  403  403  403  403  403  403  403  done
GET  /admin/bundles/{bundle}                      in   403  403  403  403  403  403  403  403  403  ok
POST /admin/bundles/{bundle}                      in   403  403  403  403  403  403  403  403  403  done
GET  /admin/bundles/{bundle}/remove               in   403  403  403  403  403  403  403  403  403  ok
POST /admin/bundles/{bundle}/remove               in   403  403  403  403  403  403  403  403  403  done

# Services and categories
GET  /admin/services                              in   403  403  403  403  403  403  403  403  403  ok
GET  /admin/services/new                          in   403  403  403  403  403  403  403  403  403  ok
POST /admin/services/new                          in   403  403  403  403  403  403  403  403  403  done
GET  /admin/services/{service}                    in   403  403  403  403  403  403  403  403  403  ok
POST /admin/services/{service}                    in   403  403  403  403  403  403  403  403  403  done
POST /admin/services/{service}/retire             in   403  403  403  403  403  403  403  403  403  done
POST /admin/services/{retired_service}/restore    in   403  403  403  403  403  403  403  403  403  done
GET  /admin/categories                            in   403  403  403  403  403  ok   ok   403  403  ok
GET  /admin/categories/new                        in   403  403  403  403  403  ok   ok   403  403  ok
POST /admin/categories/new                        in   403  403  403  403  403  done done 403  403  done
GET  /admin/categories/{category}                 in   403  403  403  403  403  ok   ok   403  403  ok
POST /admin/categories/{category}                 in   403  403  403  403  403  done done 403  403  done
POST /admin/categories/{category}/move            in   403  403  403  403  403  done done 403  403  done
POST /admin/categories/{category}/retire          in   403  403  403  403  403  done done 403  403  done
POST /admin/categories/{put_away}/restore         in   403  403  403  403  403  done done 403  403  done

# Words of the house
GET  /admin/synonyms                              in   403  403  403  403  403  ok   ok   403  403  ok
GET  /admin/synonyms/new                          in   403  403  403  403  403  ok   ok   403  403  ok
POST /admin/synonyms/new                          in   403  403  403  403  403  done done 403  403  done
GET  /admin/synonyms/{synonyms}                   in   403  403  403  403  403  ok   ok   403  403  ok
GET  /admin/synonyms/999999                       in   403  403  403  403  403  404  404  403  403  404
POST /admin/synonyms/{synonyms}                   in   403  403  403  403  403  done done 403  403  done
POST /admin/synonyms/{synonyms}/retire            in   403  403  403  403  403  done done 403  403  done
POST /admin/synonyms/{retired_synonyms}/restore   in   403  403  403  403  403  done done 403  403  done
POST /admin/synonyms/{retired_synonyms}/undo/2    in   403  403  403  403  403  done done 403  403  done
POST /_/synonyms/trial                            in   403  403  403  403  403  ok   ok   403  403  ok
GET  /admin/words/whole                           in   403  403  403  403  403  ok   ok   403  403  ok
POST /admin/words/whole                           in   403  403  403  403  403  done done 403  403  done
GET  /admin/words/nothing                         in   403  403  403  403  403  404  404  403  403  404
POST /admin/words/stop/undo/2                     in   403  403  403  403  403  done done 403  403  done
"""


def _rows() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for line in (TABLE + ON_INCIDENTS + LEARNED + FOLLOWED + REPORTING).splitlines():
        if line and not line.startswith("#"):
            method, rule, *expected = line.split()
            yield method, rule, tuple(expected)


ROWS = list(_rows())
