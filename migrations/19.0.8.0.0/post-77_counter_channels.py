"""What customers asked for on their page came by that way; all other sales were made at the counter, as far as is known."""


def migrate(cr, version):
    cr.execute("UPDATE aftersales_counter_sale SET channel = 'portal' WHERE is_online AND channel != 'portal'")
