import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class AftersalesCheckin(models.Model):
    """The tag on a car's key: one key a tag, as long as the car is with us (D2)."""

    _inherit = 'aftersales.checkin'

    hung_key_tag = fields.Char(
        compute='_compute_hung_key_tag', store=True, copy=False,
        help="The tag as the board of keys knows it; empty once the car has left.")
    free_key_tag = fields.Char(
        string="Next Free Tag", compute='_compute_free_key_tag',
        help="The next tag of the outlet that hangs on no car's key.")

    _key_tag_uniq = models.UniqueIndex(
        '(workshop_id, hung_key_tag) WHERE hung_key_tag IS NOT NULL',
        "This key tag has just been given to another car. Choose another one.",
    )

    # === COMPUTE METHODS ===#

    @api.depends('key_tag', 'workshop_id', 'order_id.state', 'order_id.active')
    def _compute_hung_key_tag(self):
        """A tag is taken by who has it first; whoever comes back to it later (a reopened order) goes without."""
        wanted = {checkin: checkin._get_wanted_tag() for checkin in self}
        taken = {
            (other.workshop_id, other.hung_key_tag): other
            for other in self._find_hung(self.workshop_id, set(wanted.values()) - {False}) - self
        }
        for checkin in self.sorted(lambda checkin: checkin._origin.id or 0):
            key = (checkin.workshop_id._origin, wanted[checkin])
            checkin.hung_key_tag = wanted[checkin] if key not in taken else False
            if checkin.hung_key_tag:
                taken[key] = checkin

    @api.depends('key_tag', 'workshop_id')
    def _compute_free_key_tag(self):
        by_workshop = {
            workshop: set(self._find_hung(workshop).mapped('hung_key_tag')) for workshop in self.workshop_id}
        for checkin in self:
            checkin.free_key_tag = checkin._get_next_tag(by_workshop.get(checkin.workshop_id, set()))

    # === CONSTRAINT AND ONCHANGE METHODS ===#

    @api.constrains('key_tag')
    def _check_key_tag(self):
        for checkin in self:
            if other := checkin._get_taker():
                raise ValidationError(checkin._get_taken_tag_message(other))

    @api.onchange('key_tag')
    def _onchange_key_tag(self):
        if other := self._get_taker():
            return {'warning': {
                'title': self.env._("This key tag is taken"), 'message': self._get_taken_tag_message(other)}}

    # === ACTION METHODS ===#

    def action_take_key_tag(self):
        """Hang the key on the next free tag."""
        self.workshop_id._claim_for_update()  # two at one board: the second one finds the next tag
        for checkin in self:
            checkin._check_open()
            if not checkin.free_key_tag:
                raise UserError(self.env._("Enter the tag on the key of %(checkin)s.", checkin=checkin.display_name))
            checkin.key_tag = checkin.free_key_tag

    # === BUSINESS METHODS ===#

    @api.model
    def _fold_tag(self, tag):
        """One tag, however it was typed: full-width, in small letters, with spaces."""
        return ''.join(unicodedata.normalize('NFKC', tag or '').split()).upper() or False

    def _get_wanted_tag(self):
        """The tag the key hangs on as long as the car is here or about to come in."""
        self.ensure_one()
        is_with_us = self.order_id.active and not self.order_id.is_locked
        return self._fold_tag(self.key_tag) if is_with_us else False

    @api.model
    def _find_hung(self, workshops, tags=None):
        """Check-ins whose key hangs on one of the outlets' boards, on one of ``tags`` if given."""
        if not workshops._origin or tags is not None and not tags:
            return self.browse()
        domain = Domain('workshop_id', 'in', workshops._origin.ids) & Domain('hung_key_tag', '!=', False)
        # sudo: a board of keys holds all keys of the outlet, whoever looks at it
        return self.sudo().search(domain if tags is None else domain & Domain('hung_key_tag', 'in', list(tags)))

    def _get_taker(self):
        """The other check-in whose key hangs on this tag."""
        self.ensure_one()
        wanted = self._get_wanted_tag()
        return self._find_hung(self.workshop_id, {wanted} if wanted else set()).filtered(
            lambda other: other.id != self._origin.id)[:1]

    def _get_taken_tag_message(self, other):
        self.ensure_one()
        taken = set(self._find_hung(self.workshop_id).mapped('hung_key_tag'))
        message = self.env._(
            "Key tag %(tag)s hangs on the key of %(vehicle)s (%(order)s).", tag=self.key_tag,
            vehicle=other.license_plate or other.vehicle_id.display_name, order=other.order_id.name)
        if free := self._get_next_tag(taken):
            message += " " + self.env._("The next free one is %(tag)s.", tag=free)
        return message

    def _get_next_tag(self, taken):
        """The first tag after the one entered that nobody has: "31" → "32", "K-09" → "K-10"; 1 where none is entered."""
        self.ensure_one()
        tag = self._fold_tag(self.key_tag) or '0'
        head, digits = re.fullmatch(r'(.*?)(\d*)', tag, re.DOTALL).groups()
        if not digits or len(digits) > 9:
            return False
        number = int(digits)
        return next(
            candidate for step in range(1, len(taken) + 2)
            if (candidate := f'{head}{number + step:0{len(digits)}d}') not in taken)
