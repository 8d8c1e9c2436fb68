from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAllowanceWizard(models.TransientModel):
    """How much of a job is to be given away, and why: asked of whoever may."""
    _name = 'aftersales.allowance.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Ask to Give Away"

    job_id = fields.Many2one('aftersales.job', required=True, readonly=True)
    currency_id = fields.Many2one(related='job_id.currency_id')
    percent = fields.Float(string="Give Away (%)", digits='Discount', default=100.0, required=True, bounds=(0, 100))
    amount = fields.Monetary(
        string="Up To", required=True, compute='_compute_amount', store=True, precompute=True, readonly=False,
        help="List value, with taxes, of what nobody pays; also of the work that is still to be added.")

    @api.depends('job_id', 'percent')
    def _compute_amount(self):
        for wizard in self:
            lines = wizard.job_id.line_ids
            value = sum(
                line._get_raw_total(line._get_list_unit_price(), line._get_list_taxes(), line.quantity) for line in lines)
            wizard.amount = wizard.currency_id.round(value * wizard.percent / 100)

    def action_apply(self):
        self.ensure_one()
        if self.percent <= 0 or self.amount <= 0:
            raise UserError(self.env._("Enter how many percent are to be given away, and up to what amount."))
        people = self.job_id._ask_allowance(self.percent, self.amount, self.reason)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("%(people)s was asked.", people=", ".join(people.sudo().mapped('name'))),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
