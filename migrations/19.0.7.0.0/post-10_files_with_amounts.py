from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

AT_ONCE = 50


def migrate(cr, version):
    """Files on documents that say amounts are marked, so that who sees no prices does not read them either."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(r"""
        SELECT id FROM ir_attachment
         WHERE res_model LIKE 'aftersales.%' AND res_field IS NULL AND type = 'binary'
           AND coalesce(mimetype, '') !~ '^(image|video|audio)/'
         ORDER BY id""")
    for ids in split_every(AT_ONCE, [row[0] for row in cr.fetchall()]):
        files = env['ir.attachment'].browse(ids)
        files._mark_amounts()
        env.flush_all()
        marked = files.filtered('aftersales_amounts')
        env['mail.message'].search([('attachment_ids', 'in', marked.ids), ('model', '=like', 'aftersales.%')])._mark_amounts()
        env.flush_all()
        env.invalidate_all()
