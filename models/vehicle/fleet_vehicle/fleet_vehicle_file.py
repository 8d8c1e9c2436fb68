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
    is_file_incomplete = fields.Boolean(
        compute='_compute_is_file_incomplete', store=True,
        help="Kept, as a list of a million vehicles cannot be looked through for what they lack.")
    file_complete_date = fields.Datetime(
        string="File Complete On", compute='_compute_file_complete_date', store=True,
        help="When the file of this owner had all that was asked of it for the first time.")
    file_reopened_date = fields.Datetime(
        string="File Opened Anew", readonly=True, copy=False, help="When the car came to another customer.")
    first_visit_date = fields.Datetime(string="First Visit", compute='_compute_first_visit_date', store=True)
    file_deadline = fields.Datetime(
        string="Complete the File By", compute='_compute_file_deadline',
        help="Counted from the first visit, else from when the vehicle was entered; from when it came to its owner of now.",
    )
    is_file_late = fields.Boolean(compute='_compute_is_file_late', search='_search_is_file_late')

    _file_opened_idx = models.Index(
        "(COALESCE(file_reopened_date, first_visit_date, create_date)) WHERE active AND is_customer_vehicle")
    _file_incomplete_idx = models.Index("(license_plate, id) WHERE is_file_incomplete IS TRUE")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('is_customer_vehicle', 'file_reopened_date', *dict(DETAILS), *EXEMPTIONS.values())
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
        return Domain('is_file_incomplete', '!=', True)

    @api.depends('is_customer_vehicle', 'file_reopened_date', *dict(DETAILS), *EXEMPTIONS.values())
    def _compute_is_file_incomplete(self):
        """See ``aftersales.file.item`` for when the list itself changes."""
        items = self.env['aftersales.file.item']._get_items()
        for vehicle in self:
            vehicle.is_file_incomplete = vehicle.is_customer_vehicle and any(
                item._is_missing(vehicle.sudo()) for item in items)

    @api.depends('is_file_incomplete')
    def _compute_file_complete_date(self):
        """The moment stays, whatever is taken out of the file or asked of it afterwards."""
        now = fields.Datetime.now()
        for vehicle in self:
            is_complete = vehicle.is_customer_vehicle and not vehicle.is_file_incomplete
            vehicle.file_complete_date = vehicle.file_complete_date or is_complete and now

    def _compute_first_visit_date(self):
        first_visits = self._get_first_visits()
        for vehicle in self:
            vehicle.first_visit_date = first_visits.get(vehicle._origin, False)

    @api.depends('create_date', 'first_visit_date', 'file_reopened_date')
    def _compute_file_deadline(self):
        days = self._get_file_days()
        for vehicle in self:
            start = vehicle.file_reopened_date or vehicle.first_visit_date or vehicle.create_date
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
        late = Domain('is_file_incomplete', '=', True) & (
            Domain('file_reopened_date', '<', limit)
            | Domain('file_reopened_date', '=', False) & (
                Domain('first_visit_date', '<', limit)
                | (Domain('first_visit_date', '=', False) & Domain('create_date', '<', limit))
            )
        )
        return late if True in value else ~late

    # === BUSINESS METHODS ===#

    def _reopen_file(self):
        """These cars came to another customer: his file is another one, and due within as many days."""
        customers = self.sudo().filtered('is_customer_vehicle')  # sudo: when a file begins is the system's
        now = fields.Datetime.now()
        customers.file_reopened_date = now
        for vehicle in customers:
            vehicle.file_complete_date = not vehicle.is_file_incomplete and now

    # === HOOKS ===#

    def _get_first_visits(self):
        """When each of these vehicles was first received: dict of vehicle to datetime; the order room knows."""
        return {}

    def _get_file_days(self):
        return self.env.company.aftersales_file_days
