from odoo import SUPERUSER_ID, api
from odoo.tools import SQL, split_every

AT_ONCE = 1000


def migrate(cr, version):
    """Messages and tasks that say amounts are marked, so that who sees no prices does not read them either."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in ('mail.message', 'mail.activity'):
        model = env[name]
        words = [f'%{word}%' for word in sorted(model._get_currency_words())]
        cr.execute(SQL(
            "SELECT id FROM %s WHERE %s LIKE 'aftersales.%%' AND concat_ws(' ', %s) LIKE ANY(%s) ORDER BY id",
            SQL.identifier(model._table), SQL.identifier(model._document_field),
            SQL(', ').join(map(SQL.identifier, model._words_fields)), words))
        for ids in split_every(AT_ONCE, [row[0] for row in cr.fetchall()]):
            model.browse(ids)._mark_amounts()
            env.flush_all()
            env.invalidate_all()
