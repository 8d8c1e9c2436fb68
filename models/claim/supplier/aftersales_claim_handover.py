from odoo import api, fields, models

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class AftersalesClaimHandover(models.Model):
    """Old parts that a supplier took back, with his signature (清退单): written once, never changed (I4)."""
    _name = 'aftersales.claim.handover'
    _description = "Parts Handed to a Supplier"
    _inherit = ['aftersales.evidence.mixin']
    _order = 'id desc'
    _rec_name = 'date'
    _is_born_frozen = True
    _sealed_fields = ('statement_id', 'date', 'user_id', 'receiver', 'signature', 'signature_kind', 'parts')

    statement_id = fields.Many2one('aftersales.claim.statement', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='statement_id.company_id', store=True, index=True, precompute=True)
    date = fields.Datetime(string="Handed Over on", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Handed Over By", readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    receiver = fields.Char(string="Received By", required=True, readonly=True, help="Who took the parts for the supplier.")
    signature = fields.Image(max_width=1024, max_height=1024, required=True, readonly=True, is_signature=True)
    signature_kind = fields.Selection(selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True)
    parts = fields.Text(readonly=True, help="The list as it was signed: a tag a line.")
    old_part_ids = fields.One2many('aftersales.old.part', 'handover_id', string="Old Parts", readonly=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({'date': now, 'user_id': self.env.uid, **vals}))
            for vals in vals_list])

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        statement = self.statement_id
        return super()._get_evidence() | {
            'statement': statement.name, 'supplier': statement.partner_id.display_name,
            'company': statement.company_id.name, 'receiver': self.receiver or '',
        }

    def _get_frozen_message(self):
        return self.env._("What a supplier signed for is evidence. It is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("The list is signed with the button of the supplier's statement.")
