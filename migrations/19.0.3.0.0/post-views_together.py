from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The views that stood aside are all new now."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['ir.ui.view'].flush_model()
    cr.execute("UPDATE ir_ui_view SET active = TRUE WHERE id IN (SELECT id FROM aftersales_views_aside)")
    cr.execute("DROP TABLE aftersales_views_aside")
    env['ir.ui.view'].invalidate_model()
    env.registry.clear_cache('templates')
