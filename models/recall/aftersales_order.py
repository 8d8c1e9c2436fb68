from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.entries import Alert, Offer, OpenPoint


class AftersalesOrder(models.Model):
    """What the car is called back for, seen first when it is booked and when it comes (I7); put on the order in one click."""
    _inherit = 'aftersales.order'

    @api.depends('vehicle_id.recall_vehicle_ids.state')
    def _compute_alert_html(self):
        return super()._compute_alert_html()

    # === ACTION METHODS ===#

    def action_view_recalls(self):
        """All recalls of the car, with what became of each."""
        self.ensure_one()
        return self.vehicle_id.action_view_recalls()

    def action_add_recalls(self):
        """The work of all open recalls, a job each."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_sell'):
            raise AccessError(self.env._("Only those who decide what is done put a recall's work on an order."))
        for order in self:
            order._check_unlocked()
            cars = order._get_recalls_to_add()
            if not cars:
                raise UserError(self.env._(
                    "No recall of %(vehicle)s waits to be put on %(order)s.",
                    vehicle=order.vehicle_id.display_name, order=order.name))
            cars._add_to_order(order)

    # === BUSINESS METHODS ===#

    def _get_recalls(self):
        """:return: dict of order: cars of open recalls, as the system; constant queries"""
        found = self.env['aftersales.recall.vehicle']._find_open(self.vehicle_id, self.company_id)
        return {
            order: found[order.vehicle_id]._filter_of(order.company_id)
            if order.vehicle_id else self.env['aftersales.recall.vehicle'] for order in self}

    def _get_recalls_to_add(self):
        self.ensure_one()
        return self._get_recalls()[self].filtered(lambda car: not car.job_id)

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.is_locked or not self.vehicle_id:
            return alerts
        return [
            Alert('danger' if car.kind == 'recall' or car.stop_drive else 'warning', car._describe(), 'action_view_recalls')
            for car in self._get_recalls()[self]
        ] + alerts

    def _get_offers(self):
        offers = [
            Offer('recall', car.id, car.recall_id.title, 'danger' if car.kind == 'recall' else 'warning',
                  " · ".join([car.recall_id._get_kind_label(), car.recall_id.maker_number]), 0.0)
            for car in self._get_recalls_to_add()]
        return offers + super()._get_offers()

    def _add_hit(self, hit, job):
        if hit.get('kind') != 'recall':
            return super()._add_hit(hit, job)
        car = self._get_recalls_to_add().filtered(lambda car: car.id == hit.get('id'))
        if not car:
            raise UserError(self.env._(
                "Nothing of this recall waits any more: it was put on an order, done or ended meanwhile."))
        return car._add_to_order(self)

    def _get_open_points(self):
        """A car that is not to be driven stays, until its work is done or the customer has signed."""
        points = super()._get_open_points()
        for order, cars in self._get_recalls().items():
            for car in cars.filtered('stop_drive'):
                if order not in car.signoff_ids.order_id:
                    points.append(OpenPoint(order, self.env._(
                        "%(recall)s forbids driving the car before the work is done. Do it, or let the manager sign it off "
                        "with the customer.", recall=car.recall_id.display_name)))
        return points
