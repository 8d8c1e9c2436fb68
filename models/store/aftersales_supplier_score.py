from odoo import models

SCORE_TASK = 'aftersales.mail_activity_supplier_score'


class AftersalesSupplierScore(models.Model):
    """Who is asked to judge a supplier has done so once the score is approved."""
    _name = 'aftersales.supplier.score'
    _inherit = ['aftersales.supplier.score', 'mail.activity.mixin']

    def _after_approved(self, source):
        super()._after_approved(source)
        task = self.env.ref(SCORE_TASK)
        # sudo: the task is somebody else's
        self.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == task).action_feedback()
