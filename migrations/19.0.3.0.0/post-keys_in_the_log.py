from odoo import SUPERUSER_ID, api

# Read in batches: a dealer's log is long.
BATCH = 1000


def migrate(cr, version):
    """Mails of earlier versions stand in the log with the links by which a customer answers: nobody else reads them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    Keys = env['aftersales.customer.key.mixin']
    last = 0
    while True:
        cr.execute("""
            SELECT id, body FROM mail_message
             WHERE id > %s AND model IN ('aftersales.order', 'aftersales.appointment')
               AND (body LIKE '%%access_token=%%' OR body LIKE '%%/aftersales/authorise/%%' OR body LIKE '%%/rate/%%')
          ORDER BY id LIMIT %s
        """, [last, BATCH])
        rows = cr.fetchall()
        if not rows:
            return
        for message_id, body in rows:
            hidden = Keys._hide_keys(body)
            if hidden != body:
                cr.execute("UPDATE mail_message SET body = %s WHERE id = %s", [hidden, message_id])
        last = rows[-1][0]
