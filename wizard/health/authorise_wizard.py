from odoo import fields, models


class AftersalesAuthoriseWizard(models.TransientModel):
    _inherit = 'aftersales.authorise.wizard'

    decline_reason_id = fields.Many2one('aftersales.decline.reason', string="Reason of Decline")

    def _has_reason(self):
        return bool(self.decline_reason_id) or super()._has_reason()

    def action_apply(self):
        result = super().action_apply()
        if self.decision == 'declined' and self.decline_reason_id:
            # sudo: whoever may record the answer says why, also who else does not change jobs
            self.job_ids.sudo().decline_reason_id = self.decline_reason_id
        return result
