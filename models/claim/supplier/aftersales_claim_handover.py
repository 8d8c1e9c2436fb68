from odoo import api, fields, models


class AftersalesClaimHandover(models.Model):
    """Old parts that a supplier took back, with his signature (清退单): written once, never changed (I4)."""
    _name = 'aftersales.claim.handover'
    _description = "Parts Handed to a Supplier"
    _inherit = ['aftersales.old.part.paper.mixin']
    _sealed_fields = ('statement_id', 'date', 'user_id', 'receiver', 'signature', 'signature_kind', 'parts')

    statement_id = fields.Many2one('aftersales.claim.statement', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='statement_id.company_id', store=True, index=True, precompute=True)
    date = fields.Datetime(string="Handed Over on")
    user_id = fields.Many2one(string="Handed Over By")
    receiver = fields.Char(help="Who took the parts for the supplier.")
    old_part_ids = fields.One2many('aftersales.old.part', 'handover_id', string="Old Parts", readonly=True)

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
