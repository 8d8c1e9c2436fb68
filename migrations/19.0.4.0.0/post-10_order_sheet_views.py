from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The views that stood aside are all new now, or no longer there."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['ir.ui.view'].flush_model()
    cr.execute("""
        UPDATE ir_ui_view SET active = TRUE
         WHERE id IN (SELECT id FROM aftersales_sheet_views_aside)
           AND id NOT IN (
            SELECT res_id FROM ir_model_data
             WHERE model = 'ir.ui.view' AND module = 'aftersales' AND name = 'order_view_form_comeback')
    """)
    cr.execute("DROP TABLE aftersales_sheet_views_aside")
    env['ir.ui.view'].invalidate_model()
    env.registry.clear_cache('templates')
