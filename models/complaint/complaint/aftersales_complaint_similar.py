from datetime import timedelta
from difflib import SequenceMatcher

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# How far back the same trouble may have been told already, and how many are shown.
DAYS, MOST = 180, 5


class AftersalesComplaint(models.Model):
    """The same customer told it twice: proposed where he, car, number or address are the same, the most alike text first."""
    _inherit = 'aftersales.complaint'

    similar_ids = fields.Many2many('aftersales.complaint', string="Perhaps the Same", compute='_compute_similar_ids')
    duplicate_id = fields.Many2one(
        'aftersales.complaint', string="Duplicate of", index='btree_not_null', ondelete='restrict', copy=False, tracking=True,
        domain="[('id', '!=', id), ('company_id', '=', company_id)]")

    _other_duplicate = models.Constraint('CHECK (duplicate_id != id)', "A complaint is no duplicate of itself.")

    @api.depends('partner_id', 'vehicle_id', 'phone', 'email', 'story', 'state')
    def _compute_similar_ids(self):
        asked = self.filtered(lambda complaint: complaint.state == 'received')
        (self - asked).similar_ids = False
        if not asked:
            return
        found = self._search_similar(asked)
        for complaint in asked:
            others = found.filtered(lambda other: other._is_akin(complaint))  # noqa: B023 - called at once
            complaint.similar_ids = others.sorted(
                lambda other: -other._get_likeness(complaint))[:MOST]  # noqa: B023 - as above

    @api.model
    def _search_similar(self, asked):
        phones, emails = (list(filter(None, asked.mapped(name))) for name in ('phone', 'email'))
        domain = Domain.OR([
            Domain('partner_id', 'in', asked.partner_id.ids), Domain('vehicle_id', 'in', asked.vehicle_id.ids),
            Domain('phone', 'in', phones), Domain('email', 'in', emails)])
        recent = Domain('received_date', '>=', fields.Datetime.now() - timedelta(days=DAYS))
        return self.search(domain & recent & Domain('state', '!=', 'cancelled'), limit=200)

    def _is_akin(self, other):
        """Whether ``other`` may be the same trouble as this one, told before."""
        self.ensure_one()
        if self == other._origin or self in (other.origin_id, other.root_id):
            return False
        return bool(
            self.partner_id and self.partner_id == other.partner_id._origin
            or self.vehicle_id and self.vehicle_id == other.vehicle_id._origin
            or self.phone and self.phone == other.phone
            or self.email and self.email == other.email)

    def _get_likeness(self, other):
        return SequenceMatcher(None, (self.story or '')[:500], (other.story or '')[:500]).ratio()

    def action_drop_duplicate(self):
        """It is the same as the one named; that one goes on."""
        for complaint in self:
            if not complaint.duplicate_id:
                raise UserError(self.env._(
                    "%(complaint)s: choose first which complaint it is the same as.", complaint=complaint.display_name))
            complaint._cancel(self.env._("Duplicate of %(complaint)s", complaint=complaint.duplicate_id.display_name))
