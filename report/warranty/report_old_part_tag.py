from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportOldPartTag(models.AbstractModel):
    """What is tied to a part that came out of a car under warranty (I5)."""
    _name = 'report.aftersales.report_old_part_tag'
    _inherit = ['aftersales.print.mixin']
    _description = "Old Part Tag"

    _print_model = 'aftersales.old.part'

    def _prepare_content(self, doc):
        return {'bar_code': draw_bar_code(doc.name), 'order': doc.order_id}
