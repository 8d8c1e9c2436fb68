from odoo import fields, models


class AftersalesAgentWizard(models.TransientModel):
    """Many customers at once get another care agent (J1)."""
    _name = 'aftersales.agent.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Hand Over Customers"

    partner_ids = fields.Many2many('res.partner', string="Customers", required=True)
    agent_id = fields.Many2one(
        'res.users', string="Care Agent", required=True,
        domain="[('share', '=', False), ('company_ids', 'in', allowed_company_ids)]")
    deputy_id = fields.Many2one(
        'res.users', string="Deputy", domain="[('share', '=', False), ('id', '!=', agent_id)]")

    def action_apply(self):
        self.ensure_one()
        self.partner_ids._hand_over(self.agent_id, self.deputy_id)
        return {'type': 'ir.actions.act_window_close'}
