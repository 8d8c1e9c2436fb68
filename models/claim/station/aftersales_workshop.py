from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

ACTIVITY = 'aftersales.mail_activity_station_settlement'


class AftersalesWorkshop(models.Model):
    """The month of each warranty store is counted when it is over; whoever is in charge sends it to the station."""
    _name = 'aftersales.workshop'
    _inherit = ['aftersales.workshop', 'aftersales.batch.mixin']

    settled_month = fields.Date(
        string="Settlement Made for", readonly=True, copy=False, help="The last month that the system made a settlement for.")

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_settle_month(self, batch_size=200):
        """Every night, so that a month is there as soon as it is over wherever the outlet is."""
        last = fields.Date.today().replace(day=1) - relativedelta(months=1)
        self._work_through(
            Domain('warehouse_id', '!=', False) & (Domain('settled_month', '=', False) | Domain('settled_month', '<', last)),
            '_settle_last_month', batch_size, order='id', together=True)

    def _get_failure_document(self):
        """An outlet has no log of its own."""
        return self.company_id.partner_id

    def _settle_last_month(self):
        """A draft of last month for each store that anything ever went through; what is there already stays.

        Its task is worded with ``lang=`` of who gets it, see ``_prepare_task``.
        """
        now, by_month = fields.Datetime.now(), {}
        for workshop in self:
            month = workshop._get_local_day(now).replace(day=1) - relativedelta(months=1)
            by_month[month] = by_month.get(month, self.browse()) | workshop
        used = self._get_used_warehouses()
        Settlement = self.env['aftersales.station.settlement']
        for month, workshops in by_month.items():
            waiting = workshops.filtered(lambda workshop: workshop.warehouse_id in used)
            known = Settlement.search([('warehouse_id', 'in', waiting.warehouse_id.ids), ('period', '=', month)])
            made = Settlement._make(waiting, month) - known if waiting else known.browse()
            self._create_tasks(ACTIVITY, {settlement: settlement._prepare_task() for settlement in made})
            workshops.settled_month = month

    def _get_used_warehouses(self):
        """Warehouses of these outlets whose warranty store is in use."""
        stores = self.warehouse_id.aftersales_warranty_location_id
        MoveLine, locations = self.env['stock.move.line'], self.env['stock.location']
        for name in ('location_id', 'location_dest_id'):
            for (location,) in MoveLine._read_group([('state', '=', 'done'), (name, 'child_of', stores.ids)], [name]):
                locations |= location
        return locations.warehouse_id
