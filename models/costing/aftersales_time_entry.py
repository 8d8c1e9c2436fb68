from odoo import models

COUNTED = {'job_id', 'start', 'stop', 'employee_id'}


class AftersalesTimeEntry(models.Model):
    """A time that is corrected once the order is closed has its costs reckoned anew."""
    _inherit = 'aftersales.time.entry'

    def write(self, vals):
        before = self.sudo().order_id if 'job_id' in vals else self.env['aftersales.order']
        result = super().write(vals)
        if vals.keys() & COUNTED:
            # sudo: whoever corrects the time
            (before | self.sudo().order_id).filtered(lambda order: order.state == 'delivered')._mark_cost_due()
        return result
