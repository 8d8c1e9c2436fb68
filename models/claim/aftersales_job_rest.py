from odoo import fields, models


class AftersalesJob(models.Model):
    """Work by which the customer is asked to bear what a maker did not accept."""
    _inherit = 'aftersales.job'

    claim_rest_ids = fields.One2many('aftersales.claim.rest', 'job_id', readonly=True, groups='aftersales.group_see_claim')

    def _after_approval(self):
        super()._after_approval()
        self.sudo().claim_rest_ids._follow_answer()  # sudo: the customer answers, or whoever enters it

    def _after_decline(self):
        super()._after_decline()
        self.sudo().claim_rest_ids._follow_answer()  # sudo: as above
