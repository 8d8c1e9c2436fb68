from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesToolHandoverWizard(models.TransientModel):
    """Shift change: all tools somebody has go to a colleague."""
    _name = 'aftersales.tool.handover.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Hand Over Tools"

    employee_id = fields.Many2one(
        'hr.employee', string="Handed Over By", required=True, default=lambda self: self.env.user.sudo().employee_id.id,
        domain="[('company_id', 'in', allowed_company_ids)]")
    to_employee_id = fields.Many2one(
        'hr.employee', string="Taken Over By", required=True, domain="[('company_id', 'in', allowed_company_ids)]")
    loan_ids = fields.Many2many('aftersales.tool.loan', string="Tools", compute='_compute_loan_ids')

    @api.depends('employee_id')
    def _compute_loan_ids(self):
        for wizard in self:
            wizard.loan_ids = self.env['aftersales.tool.loan'].search([
                ('employee_id', '=', wizard.employee_id.id), ('stop', '=', False)])

    def action_apply(self):
        """Hand over what the person has now."""
        self.ensure_one()
        is_keeper = self.env.user.has_group('aftersales.group_equipment')
        if not is_keeper and self.employee_id not in self.env.user.sudo().employee_ids:  # sudo: one's own employee
            raise AccessError(self.env._("You hand over your own tools; those of others are handed over by the dispatcher."))
        if not self.loan_ids:
            raise UserError(self.env._("%(person)s has no tools.", person=self.employee_id.name))
        self.loan_ids._hand_over(self.to_employee_id)
        return {'type': 'ir.actions.act_window_close'}
