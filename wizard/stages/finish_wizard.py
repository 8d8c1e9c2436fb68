from odoo import models


class AftersalesFinishWizard(models.TransientModel):
    _inherit = 'aftersales.finish.wizard'

    def action_apply(self):
        """Who has finished answers the self-check at once, where the class of work asks for one."""
        result = super().action_apply()
        return self.job_id._get_check_to_answer()._get_records_action() if self.job_id._get_check_to_answer() else result
