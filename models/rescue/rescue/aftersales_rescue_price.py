from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

PRICE = 'aftersales.group_price,base.group_portal'


class AftersalesRescue(models.Model):
    """What the customer is told that it costs: by the house's own tariff, on the order as the signed report says (J7, J9)."""
    _inherit = 'aftersales.rescue'

    trip_km = fields.Integer(
        string="km of the Trip", bounds=(0, 20_000), copy=False, tracking=True, help="There and back, for the price told.")
    price = fields.Monetary(
        string="Price Told", bounds=(0, 1e7), tracking=True, groups=PRICE, compute='_compute_price', store=True,
        readonly=False, precompute=True, help="Proposed by the tariff of own crews, until it is told and accepted.")
    own_price = fields.Monetary(
        string="By Our Tariff", compute='_compute_own_price', compute_sudo=True, groups=PRICE)
    price_reason = fields.Char(
        string="Why Less", tracking=True, help="Why less is asked than by the tariff: warranty, contract, goodwill.")

    # === COMPUTE METHODS ===#

    @api.depends('kind', 'area_kind', 'trip_km', 'call_date', 'workshop_id', 'company_id')
    def _compute_price(self):
        asked = self.filtered(lambda rescue: rescue.state in ('new', 'confirmed', False) and (
            not rescue.is_price_told or not rescue._origin))
        prices = asked._get_own_prices()
        for rescue in self:
            rescue.price = prices.get(rescue, rescue.price)

    @api.depends('kind', 'area_kind', 'trip_km', 'call_date', 'workshop_id', 'company_id')
    def _compute_own_price(self):
        prices = self._get_own_prices()
        for rescue in self:
            rescue.own_price = prices.get(rescue, 0.0)

    def _get_own_prices(self):
        """:return: dict of rescue: what the trip costs by our tariff, without those that have no row"""
        Tariff = self.env['aftersales.rescue.tariff'].sudo()  # sudo: what we ask is told to whoever takes the call
        rows = Tariff.search([('partner_id', '=', False), ('company_id', 'in', self.company_id.ids)]) if self else Tariff
        called = self.filtered(lambda rescue: rescue.call_date and rescue.workshop_id)
        closed = called._get_out_of_hours() if called._has_night_price(rows) else called.browse()
        prices = {
            rescue: rescue._get_tariff_price(rows._pick(rescue), is_closed=rescue in closed) for rescue in called}
        return {rescue: price for rescue, price in prices.items() if price is not None}

    def _has_night_price(self, rows):
        """Hook: whether it matters to one of them that the outlet's doors were closed."""
        return any(rows.mapped('night_price'))

    def _get_tariff_price(self, row, is_closed):
        """Hook: what the trip costs by this row of our tariff; None where there is none."""
        self.ensure_one()
        return row._get_price(self.trip_km, is_closed=is_closed) if row else None

    def _get_out_of_hours(self):
        """Those who called at night, on a free day or a holiday: the outlet's doors were closed."""
        called = self.filtered(lambda rescue: rescue.call_date and rescue.workshop_id)
        if not called:
            return called
        days = [rescue.call_date.date() for rescue in called]
        # sudo: when the doors are open is no secret
        tables = called.workshop_id.sudo()._get_timetables(
            min(days) - timedelta(days=1), max(days) + timedelta(days=1), self.env['hr.employee'])
        hours = {outlet.id: table for outlet, table in tables.items()}
        return called.filtered(lambda rescue: hours[rescue.workshop_id.id].has_hours and not any(
            start <= rescue.call_date < stop for start, stop, *__ in hours[rescue.workshop_id.id].open))

    # === BUSINESS METHODS ===#

    def _check_under_way(self):
        """What is asked below our tariff has its reason."""
        super()._check_under_way()
        for rescue in self.sudo():  # sudo: amounts are compared, not told
            if not rescue.crew_partner_id and not (rescue.price_reason or '').strip() and (
                    rescue.currency_id.compare_amounts(rescue.price, rescue.own_price) < 0):
                raise UserError(self.env._(
                    "%(rescue)s: the customer was told less than our tariff says. Enter why: warranty, contract, goodwill.",
                    rescue=rescue.display_name))

    def _prepare_order_vals(self):
        """What the signed report says of the drive, the work and other costs is on the order to begin with."""
        vals = super()._prepare_order_vals()
        lines = [line for sheet in self.sheet_ids.filtered('content_hash').sudo() for line in sheet._prepare_fee_lines()]
        if vals['is_on_site'] and lines:
            name, jobs = self._get_site_work_name(), vals.setdefault('job_ids', [])
            job = next((values for *__, values in jobs if values['name'] == name), None)
            if job:
                job['line_ids'] += lines
            else:
                jobs.insert(0, Command.create({'name': name, 'line_ids': lines}))
        return vals
