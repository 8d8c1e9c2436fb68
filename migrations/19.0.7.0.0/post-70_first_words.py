def migrate(cr, version):
    """Whoever worked without follow-up and reminders decides himself when customers are first written to."""
    cr.execute("UPDATE res_company SET aftersales_follow_up = FALSE, aftersales_remind = FALSE")
