from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

AT_ONCE = 1000


def migrate(cr, version):
    """Messages and tasks that say amounts are marked, so that who sees no prices does not read them either."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model, table in (('mail.message', 'mail_message'), ('mail.activity', 'mail_activity')):
        document = env[model]._document_field
        cr.execute(f"SELECT id FROM {table} WHERE {document} LIKE 'aftersales.%' ORDER BY id")
        for ids in split_every(AT_ONCE, [row[0] for row in cr.fetchall()]):
            env[model].browse(ids)._mark_amounts()
            env.flush_all()
            env.invalidate_all()
