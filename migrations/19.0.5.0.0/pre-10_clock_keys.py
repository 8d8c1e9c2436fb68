"""The key of an outlet's tablets is made with the outlet now: opening one changes nothing."""


def migrate(cr, version):
    cr.execute("""
        UPDATE aftersales_workshop
           SET clock_key = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
         WHERE clock_key IS NULL
    """)
