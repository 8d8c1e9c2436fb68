import hashlib

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import consteq

from odoo.addons.aftersales.models.base.entries import Alert
from odoo.addons.aftersales.models.base.words import say_stamp


class AftersalesAppointment(models.Model):
    """What the customer confirms before the counter: car, odometer, concern, wishes, papers, damage, conditions (O3)."""

    _inherit = 'aftersales.appointment'

    # === WHAT THE PAGE SHOWS ===#

    def _prepare_home_page(self):
        """What the customer is shown of his visit; SUDOED, in his language."""
        self.ensure_one()
        vehicle, partner = self.vehicle_id, self.partner_id
        known = vehicle._prepare_portal_values(partner) if vehicle and partner else {}
        conditions = self._get_home_conditions()
        return {
            'recalls': [recall for recall in known.get('recalls', ()) if recall['is_open']],
            'warranties': known.get('warranties', ()),
            'recommendations': known.get('recommendations', ()),
            'contracts': self._get_home_contracts(),
            'documents': self.env['aftersales.checkin.document'].search([], limit=20),
            'views': self.env['aftersales.home.photo']._selection_view(),
            'old_parts_wishes': self.env['aftersales.home.checkin']._selection_old_parts_wish(),
            'conditions': conditions,
            'conditions_hash': self._hash_conditions(conditions),
        }

    def _get_home_contracts(self):
        """Contracts of the car that run, with what is left of them."""
        Contract = self.env['aftersales.contract']
        if not (self.vehicle_id and self.partner_id):
            return []
        own = Domain('vehicle_id', '=', self.vehicle_id.id) & Domain('state', '=', 'active')
        return [self.env._(
            "%(contract)s, left: %(left)s", contract=f"{contract.type_id.name} ({contract.name})",
            left=contract._get_portal_left(),
        ) for contract in Contract.search(Contract._get_portal_domain(self.partner_id) & own, limit=10)]

    def _get_home_conditions(self):
        return self.workshop_id._get_print_conditions()

    def _hash_conditions(self, conditions):
        """Tells whether what he agreed to is what is shown now."""
        return hashlib.sha256(str(conditions).encode()).hexdigest()

    # === WHAT HE CONFIRMS ===#

    def _check_in_from_home(self, vals, photos=(), agreed_hash=''):
        """Keep what the customer says, and what follows from it for the visit.

        The page has checked who he is, and calls as the system.

        :param dict vals: fields of the check-in from home
        :param photos: values of its photos
        :param str agreed_hash: fingerprint of the conditions he agreed to
        :raises UserError: what stands in the way, in words for him
        """
        self.ensure_one()
        self._claim_for_update()
        self._check_home_open()
        conditions = self._get_home_conditions()
        if conditions and not consteq(agreed_hash, self._hash_conditions(conditions)):
            raise UserError(self.env._("Please read the conditions, and agree to them."))
        home = self._get_home_checkin() or self.env['aftersales.home.checkin'].create({'appointment_id': self.id})
        self._take_home_words(vals)
        home.photo_ids = [Command.create(photo) for photo in photos]
        home._confirm(vals, conditions)
        if self.state == 'booked':
            self._transition('confirmed')

    def _take_home_words(self, vals):
        """What he says of the visit is the visit's; whether he can wait depends on what is free that day."""
        changed = {
            name: vals[name] for name in ('concern', 'needs_loaner')
            if name in vals and (vals[name] or False) != (self[name] or False)}
        if changed:
            self.write(changed)
        if vals.get('is_waiter', self.is_waiter) != self.is_waiter:
            try:
                with self.env.cr.savepoint():
                    self.is_waiter = vals['is_waiter']
                    self.env.flush_all()
            except UserError:
                self.invalidate_recordset()  # the counter is told, and talks to him

    # === WHAT THE COUNTER IS TOLD ===#

    def _prepare_order_vals(self):
        vals, home = super()._prepare_order_vals(), self._get_home_checkin()
        if home.state == 'confirmed':
            vals.update(odometer_in=home.odometer, old_parts_wish=home.old_parts_wish)
        return vals

    def _get_alerts(self):
        alerts = super()._get_alerts()
        home = self._origin and self._get_home_checkin()
        if home and home.state == 'confirmed' and not self.order_id:
            alerts = [*alerts, *(Alert(level, message) for level, message in self._get_home_news(home))]
        return alerts

    def _get_home_news(self, home):
        """:return: list of (level, sentence) about what the customer confirmed"""
        self.ensure_one()
        said = [home.odometer and home._say_odometer(), *home._get_wishes()]
        moment = say_stamp(self.env, home.confirmed_date, home.workshop_id._get_tz())
        news = [('info', self.env._(
            "Checked in by the customer on %(date)s: %(said)s.", date=moment, said=", ".join(filter(None, said)) or "–"))]
        if home.car_remark:
            news.append(('warning', self.env._("The customer says about the car: %(remark)s", remark=home.car_remark)))
        if home.is_waiter and not home.appointment_id.is_waiter:
            news.append(('warning', self.env._(
                "The customer wants to wait, and no place for who waits is free. Tell him what you can do.")))
        if home.key_tag or home.key_dropped_date:
            news.append(('warning', self.env._("The key is in the drop box, tag %(tag)s.", tag=home.key_tag or "–")))
        return news
