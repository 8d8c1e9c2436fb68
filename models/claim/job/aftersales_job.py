from odoo import api, fields, models
from odoo.exceptions import ValidationError

CAUSE_FIELDS = {
    'defect_code_id', 'place_code_id', 'complaint_code_id', 'causal_order_line_id', 'causal_number',
}


class AftersalesJob(models.Model):
    """What the technician says of a fault in the words of the maker, and the claim that asks for the work."""
    _inherit = 'aftersales.job'

    claim_id = fields.Many2one(
        'aftersales.claim', string="Claim", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='aftersales.group_see_claim', help="The claim that asks a maker for the job's cost.")
    claim_state = fields.Selection(
        selection=lambda self: self.env['aftersales.claim']._fields['state']._description_selection(self.env),
        string="Claim's Status", compute='_compute_claim_state', compute_sudo=True)
    brand_id = fields.Many2one(related='vehicle_id.brand_id')
    defect_code_id = fields.Many2one(
        'aftersales.defect.code', string="Defect Code", index='btree_not_null', ondelete='restrict', copy=False,
        domain="[('kind', '=', 'defect'), ('brand_id', 'in', [brand_id, False])]")
    place_code_id = fields.Many2one(
        'aftersales.defect.code', string="Place of the Fault", index='btree_not_null', ondelete='restrict', copy=False,
        domain="[('kind', '=', 'place'), ('brand_id', 'in', [brand_id, False])]")
    complaint_code_id = fields.Many2one(
        'aftersales.defect.code', string="Complaint Code", index='btree_not_null', ondelete='restrict', copy=False,
        domain="[('kind', '=', 'complaint'), ('brand_id', 'in', [brand_id, False])]")
    causal_order_line_id = fields.Many2one(
        'aftersales.order.line', string="Causal Part", index='btree_not_null', ondelete='set null', copy=False,
        domain="[('job_id', '=', id), ('line_type', '=', 'part')]", help="The part that made the others fail.")
    causal_number = fields.Char(
        string="Lot or Serial of the Part", copy=False, help="As it stands on the part that failed.")

    @api.depends('claim_id.state')
    def _compute_claim_state(self):
        for job in self:
            job.claim_state = job.claim_id.state

    @api.constrains('causal_order_line_id')
    def _check_causal_order_line(self):
        for job in self:
            line = job.causal_order_line_id
            if line and (line.job_id != job or line.line_type != 'part'):
                raise ValidationError(self.env._(
                    "“%(part)s” is no part of the job “%(job)s”. Choose one of its parts as the causal one.",
                    part=line.name, job=job.shown_name))

    # === BUSINESS METHODS ===#

    def _get_worker_fields(self):
        return super()._get_worker_fields() | CAUSE_FIELDS

    def _get_unlocked_fields(self):
        """The claim comes when the car has gone."""
        return super()._get_unlocked_fields() | {'claim_id'}

    def _is_claimed(self):
        """Whether a living claim asks for the job."""
        self.ensure_one()
        claim = self.sudo().claim_id  # sudo: asked by whoever moves the job
        return bool(claim) and claim.state != 'withdrawn'
