from odoo import models


class AftersalesCounterSaleLine(models.Model):
    """A part of a sale that failed (H8)."""
    _inherit = 'aftersales.counter.sale.line'

    def action_report_defect(self):
        """The record of the bad part, with all that the sale knows of it."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.part.defect', 'views': [(False, 'form')],
            'name': self.env._("Part Defect"), 'context': {
                'default_failed_sale_id': self.sale_id.id, 'default_failed_line_id': self.id,
                'default_product_id': self.product_id.id, 'default_workshop_id': self.sale_id.workshop_id.id,
                **({'default_lot_id': self.lot_ids.id} if len(self.lot_ids) == 1 else {})}}
