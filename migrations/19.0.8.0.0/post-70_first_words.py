def migrate(cr, version):
    """Whoever worked without follow-up and reminders decides himself when customers are first written to."""
    cr.execute("UPDATE res_company SET aftersales_remind = FALSE")
    if tuple(map(int, version.split('.'))) < (19, 0, 7):
        cr.execute("UPDATE res_company SET aftersales_follow_up = FALSE")
