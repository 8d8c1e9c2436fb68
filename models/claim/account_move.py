from odoo import fields, models

LEAVING = 'aftersales.claim.leaving'


class AccountMove(models.Model):
    """Receivables from makers: what happens to them, the claim follows."""
    _inherit = 'account.move'

    aftersales_claim_ids = fields.Many2many(
        'aftersales.claim', string="Claims", compute='_compute_aftersales_claim_ids', groups='aftersales.group_see_claim')

    is_aftersales_collecting = fields.Boolean(
        string="Collects Claims", readonly=True, copy=False, help="What a maker accepts is added until it is posted.")

    _aftersales_collecting_idx = models.Index(
        "(partner_id) WHERE is_aftersales_collecting IS TRUE AND state = 'draft'")

    # === COMPUTE METHODS ===#

    def _compute_aftersales_claim_ids(self):
        found = {move: move._get_claims() for move in self.sudo()}  # sudo: which they are; those the user sees are shown
        seen = self.env['aftersales.claim'].union(*found.values()).with_env(self.env)._filtered_access('read')
        for move in self:
            move.aftersales_claim_ids = found[move.sudo()].with_env(self.env) & seen

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if 'state' in vals:
            self._tell_claims()
        return result

    def unlink(self):
        claims, leaving = self._get_claims(), self._get_leaving_ids()
        leaving.update(self.ids)
        try:
            result = super().unlink()
        finally:
            leaving.difference_update(self.ids)
        claims._follow_money(self.env._("Receivable deleted"))
        return result

    # === ACTION METHODS ===#

    def action_view_claims(self):
        return self.aftersales_claim_ids._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_claims(self):
        """The claims that the moves charge makers for; one query for any number of moves."""
        # sudo: whoever books the move
        return self.env['account.move.line'].sudo().search_fetch(
            [('move_id', 'in', self.ids), ('aftersales_claim_id', '!=', False)], ['aftersales_claim_id'],
        ).aftersales_claim_id if self.ids else self.env['aftersales.claim'].sudo()

    def _tell_claims(self):
        """Posted, cancelled, paid, taken back: the ledger of the claims says the same."""
        told = {}
        for claim, lines in self._get_claims()._get_claim_move_lines().grouped('aftersales_claim_id').items():
            move = (lines.move_id & self.sudo())[:1]
            told[move] = told.get(move, claim.browse()) | claim
        for move, claims in told.items():
            claims._follow_money(move._get_claim_event(), move)

    def _get_leaving_ids(self):
        """Documents that are being deleted: of their lines nobody is told one by one."""
        return self.env.cr.precommit.data.setdefault(LEAVING, set())

    def _get_claim_event(self):
        """What happened to the receivable, in words for the ledger."""
        if self.state == 'cancel':
            return self.env._("Receivable cancelled: %(move)s", move=self.display_name)
        if self.state == 'draft':
            return self.env._("Receivable back in draft")
        if self.move_type == 'out_refund':
            return self.env._("Credit note: %(move)s", move=self.name)
        return self.env._("Receivable booked or paid: %(move)s", move=self.name)

    def _has_aftersales_links(self):
        return super()._has_aftersales_links() or bool(self._get_claims())
