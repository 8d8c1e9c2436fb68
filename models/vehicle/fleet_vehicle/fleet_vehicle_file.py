from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..aftersales_file_item import DETAILS, EXEMPTIONS


class FleetVehicle(models.Model):
    """The customer's file: what it should have, and until when (D1, J1)."""

    _inherit = 'fleet.vehicle'

    owner_email = fields.Char(related='owner_id.email', string="Owner's E-mail", readonly=False)
    owner_no_email = fields.Boolean(related='owner_id.aftersales_no_email', readonly=False)
    missing_details = fields.Char(
        compute='_compute_missing_details', search='_search_missing_details',
        help="What a customer's vehicle file should have and has not.",
    )
    first_visit_date = fields.Datetime(string="First Visit", compute='_compute_file_deadline')
    file_deadline = fields.Datetime(
        string="Complete the File By", compute='_compute_file_deadline',
        help="Counted from the first visit, else from when the vehicle was entered.",
    )
    is_file_late = fields.Boolean(compute='_compute_is_file_late', search='_search_is_file_late')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('is_customer_vehicle', *dict(DETAILS), *EXEMPTIONS.values())
    @api.depends_context('lang')
    def _compute_missing_details(self):
        items = self.env['aftersales.file.item']._get_items()
        labels = dict(items._fields['detail']._description_selection(self.env))
        for vehicle in self:
            missing = [
                labels[item.detail] for item in items if vehicle.is_customer_vehicle and item._is_missing(vehicle.sudo())
            ]
            vehicle.missing_details = ', '.join(missing) or False

    @api.model
    def _search_missing_details(self, operator, value):
        if operator != 'in' or list(value) != [False]:
            return NotImplemented
        complete = self.env['aftersales.file.item']._get_items()._get_complete_domain()
        return Domain('is_customer_vehicle', '=', False) | complete

    @api.depends('create_date')
    def _compute_file_deadline(self):
        first_visits = self._get_first_visits()
        days = self._get_file_days()
        for vehicle in self:
            vehicle.first_visit_date = first_visits.get(vehicle._origin, False)
            start = vehicle.first_visit_date or vehicle.create_date
            vehicle.file_deadline = start and start + timedelta(days=days)

    @api.depends('missing_details', 'file_deadline')
    def _compute_is_file_late(self):
        now = fields.Datetime.now()
        for vehicle in self:
            vehicle.is_file_late = bool(
                vehicle.missing_details and vehicle.file_deadline and vehicle.file_deadline < now)

    @api.model
    def _search_is_file_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        limit = fields.Datetime.now() - timedelta(days=self._get_file_days())
        late = Domain('missing_details', '!=', False) & (
            self._get_visited_domain(limit)
            | (~self._get_visited_domain() & Domain('create_date', '<', limit))
        )
        return late if True in value else ~late

    # === HOOKS ===#

    def _get_first_visits(self):
        """When each of these vehicles was first received: dict of vehicle to datetime; the order room knows."""
        return {}

    @api.model
    def _get_visited_domain(self, before=None):
        """Vehicles that were received (``before`` a moment); the order room knows."""
        return Domain.FALSE

    def _get_file_days(self):
        return self.env.company.aftersales_file_days
