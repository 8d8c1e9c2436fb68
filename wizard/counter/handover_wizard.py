from odoo import api, fields, models


class AftersalesHandoverWizard(models.TransientModel):
    """Who takes the car over for the workshop (D7)."""

    _name = 'aftersales.handover.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = 'Hand Over to the Workshop'

    order_ids = fields.Many2many('aftersales.order', required=True, string="Orders")
    employee_id = fields.Many2one(
        'hr.employee', string="Workshop's Receiver", required=True,
        compute='_compute_employee_id', store=True, readonly=False, precompute=True,
    )

    @api.depends('order_ids')
    def _compute_employee_id(self):
        """The one technician of the jobs, when there is only one."""
        for wizard in self:
            technicians = wizard.order_ids.job_ids.technician_id
            wizard.employee_id = technicians if len(technicians) == 1 else wizard.employee_id

    def action_apply(self):
        self.ensure_one()
        self.order_ids._hand_over(self.employee_id)
        return {'type': 'ir.actions.act_window_close'}
