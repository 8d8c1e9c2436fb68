from odoo import api, fields, models


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    claim_id = fields.Many2one(
        'aftersales.claim', string="Claim", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='aftersales.group_see_claim', help="The claim that asks a maker for the job's cost.")
    claim_state = fields.Selection(
        selection=lambda self: self.env['aftersales.claim']._fields['state']._description_selection(self.env),
        string="Claim's Status", compute='_compute_claim_state', compute_sudo=True)

    @api.depends('claim_id.state')
    def _compute_claim_state(self):
        for job in self:
            job.claim_state = job.claim_id.state

    # === BUSINESS METHODS ===#

    def _is_claimed(self):
        """Whether a living claim asks for the job."""
        self.ensure_one()
        claim = self.sudo().claim_id  # sudo: asked by whoever moves the job
        return bool(claim) and claim.state != 'withdrawn'
