-- Whoever comes back to the network under another card signs up as that member.
grant update (member) on cooperation.training_enrolment to tocsin_app;
