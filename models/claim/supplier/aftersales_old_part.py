from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesOldPart(models.Model):
    """Where an old part went: to the maker, to the supplier or to the scrap, and what its appraisal says."""
    _inherit = 'aftersales.old.part'

    statement_id = fields.Many2one(
        'aftersales.claim.statement', string="Supplier Statement", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    handover_id = fields.Many2one(
        'aftersales.claim.handover', string="Signed List", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    sent_date = fields.Datetime(string="Sent Back On", readonly=True, copy=False, tracking=True)
    appraisal = fields.Selection(
        selection=[('accepted', "Accepted"), ('rejected', "Rejected")], readonly=True, copy=False, tracking=True,
        index='btree_not_null', help="Whether the part meets the standard of return.")
    appraisal_note = fields.Char(string="Why Rejected", copy=False, tracking=True)
    appraised_date = fields.Datetime(string="Appraised on", readonly=True, copy=False)
    scrapped_date = fields.Datetime(string="Scrapped on", readonly=True, copy=False, tracking=True)

    # === ACTION METHODS ===#

    def action_send_back(self):
        """The part has gone to the maker."""
        self._check_fate()
        self.sudo().sent_date = fields.Datetime.now()  # sudo: a stamp of the system

    def action_accept(self):
        self._appraise('accepted')

    def action_reject(self):
        for part in self.filtered(lambda part: not part.appraisal_note):
            raise UserError(self.env._("Enter why %(tag)s was rejected.", tag=part.name))
        self._appraise('rejected')

    def action_scrap(self):
        """Kept as long as it had to be."""
        self._check_fate()
        today = fields.Date.context_today(self)
        for part in self.filtered(lambda part: part.deadline and part.deadline > today and part.old_part_rule == 'keep'):
            raise UserError(self.env._("%(tag)s is kept until %(day)s.", tag=part.name, day=part.deadline))
        self.sudo().scrapped_date = fields.Datetime.now()  # sudo: as above

    # === BUSINESS METHODS ===#

    @api.model
    def _get_claimed_domain(self):
        """Hook: of all old parts those that makers and suppliers are asked for; by ``super()``."""
        return []

    def _check_claims_clerk(self):
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_claims'):
            raise AccessError(self.env._("What becomes of an old part is the claims clerk's to say."))

    def _check_fate(self):
        """Whether the part is here and may go."""
        self._check_claims_clerk()
        for part in self:
            if not part.handed_in_date:
                raise UserError(self.env._("%(tag)s was not handed in yet.", tag=part.name))
            if part.sent_date or part.scrapped_date or part.handover_id:
                raise UserError(self.env._("%(tag)s is not here any more.", tag=part.name))

    def _appraise(self, appraisal):
        """By the maker of what was sent to him, else by our own technical appraisal."""
        self._check_claims_clerk()
        for part in self:
            if not part.handed_in_date:
                raise UserError(self.env._("%(tag)s was not handed in yet.", tag=part.name))
            if part.appraisal == appraisal:
                raise UserError(self.env._("%(tag)s has that appraisal already.", tag=part.name))
        # sudo: stamps of the system
        self.sudo().write({'appraisal': appraisal, 'appraised_date': fields.Datetime.now()})
