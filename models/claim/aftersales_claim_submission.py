from odoo import api, fields, models


class AftersalesClaimSubmission(models.Model):
    """What was sent to a maker, as it was sent: the claim, an answer to his question, the appeal."""
    _name = 'aftersales.claim.submission'
    _inherit = ['aftersales.evidence.mixin']
    _description = "Claim as Sent"
    _order = 'id desc'
    _rec_name = 'kind'
    _is_born_frozen = True
    _sealed_fields = ('claim_id', 'kind', 'date', 'text')

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='claim_id.company_id', store=True, index=True)
    kind = fields.Selection(
        [('claim', "Claim"), ('answer', "Answer"), ('appeal', "Appeal")], required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one('res.users', readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    text = fields.Text(string="What Was Written", readonly=True, help="What was answered or brought forward.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({'date': now, 'user_id': self.env.uid, **vals})) for vals in vals_list])

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        return super()._get_evidence() | self.claim_id._get_submission_evidence()

    def _filter_frozen_files(self, files):
        """The files went with it."""
        return files

    def _get_frozen_message(self):
        return self.env._("What was sent to the maker is evidence. It is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("What was sent is kept by the system when a claim, an answer or an appeal is submitted.")
