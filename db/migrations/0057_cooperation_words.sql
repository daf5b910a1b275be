-- Whoever is named in what the network keeps may have their name taken out of it: the words stay, and with them the leaf of what stood there.
grant update (reason) on cooperation.proposal to tocsin_app;
grant update (statement) on cooperation.application to tocsin_app;
grant update (reason) on cooperation.objection to tocsin_app;
grant update (signer, capacity) on cooperation.signature to tocsin_app;
grant update (title, text) on cooperation.announcement to tocsin_app;
grant update (words) on cooperation.answer to tocsin_app;
