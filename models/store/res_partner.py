from odoo import models


class ResPartner(models.Model):
    """A supplier is told what is open with him and what will be needed (H4)."""
    _inherit = 'res.partner'

    def action_plan_for_supplier(self):
        """A dialog asks for how many months ahead."""
        self.ensure_one()
        self.env['aftersales.supplier.plan.wizard'].check_access('create')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Orders and Forecast"), 'view_mode': 'form', 'target': 'new',
            'res_model': 'aftersales.supplier.plan.wizard', 'context': {'default_partner_id': self.commercial_partner_id.id}}
