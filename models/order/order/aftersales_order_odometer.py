from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesOrder(models.Model):
    """A reading that can hardly be right is asked about before the car is received (D2)."""

    _inherit = 'aftersales.order'

    odometer_question = fields.Char(compute='_compute_odometer_question')
    odometer_checked = fields.Boolean(
        string="Read Again, It Is Right", compute='_compute_odometer_checked', store=True, readonly=False, copy=False,
        help="Somebody has read the odometer a second time. Higher readings of before are set aside.")

    @api.depends('odometer_in')
    def _compute_odometer_checked(self):
        """What was confirmed was this reading, not another one."""
        for order in self:
            order.odometer_checked = False

    @api.depends('odometer_in', 'vehicle_id', 'state')
    def _compute_odometer_question(self):
        taken = self.filtered(lambda order: order.state == 'draft' and order.odometer_in)._get_taken_readings()
        for order in self:
            asks = order.state == 'draft' and order.vehicle_id
            order.odometer_question = asks and order.vehicle_id._get_reading_question(
                order.odometer_in, order.odometer_unit or None, instead_of=taken.get(order._origin))

    # === ACTION METHODS ===#

    def action_correct_odometer(self):
        """For managers: put right what the visit recorded, after the car has left."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Correct the Odometer of %(order)s", order=self.name),
            'res_model': 'aftersales.odometer.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _check_received(self):
        super()._check_received()
        for order in self.filtered(lambda order: order.state == 'draft' and not order.odometer_checked):
            if question := order.odometer_question:
                raise UserError(self.env._(
                    "%(question)s\nCorrect the reading, or tick “Read Again, It Is Right”.", question=question))

    def _get_taken_readings(self):
        """Readings that these orders took when they were received before, and correct when they are received again.

        :rtype: dict[order, readings]
        """
        received = self._origin.filtered('received_date')
        if not received:
            return {}
        # sudo: readings taken by orders are the system's
        return self.env['fleet.vehicle.odometer'].sudo().search([
            ('aftersales_order_id', 'in', received.ids), ('source', '=', 'checkin'),
        ]).grouped(lambda reading: self.env['aftersales.order'].browse(reading.aftersales_order_id.id))

    def _correct_odometer(self, values, reason):
        """Put the readings of a visit right; what was signed stays as it was.

        :param dict values: source of the reading (checkin, delivery): what the cluster really showed
        """
        self.ensure_one()
        # sudo: readings taken by orders are the system's; the role is checked by who calls
        readings = self.env['fleet.vehicle.odometer'].sudo().search([('aftersales_order_id', '=', self.id)])
        changed = readings.filtered(lambda reading: (
            reading.source in values and (reading.value != values[reading.source] or reading.is_doubtful)))
        # The later one first where they rise, the earlier one first where they fall: none passes the other on the way.
        rising = any(reading.value < values[reading.source] for reading in changed)
        records = self.env['aftersales.service.record'].sudo().search([('order_id', '=', self.id)])
        for reading in changed.sorted(lambda reading: (reading.date, reading.id), reverse=rising):
            old_value, old_distance = reading.value, reading.distance_km
            reading.write({
                'first_value': reading.first_value or old_value, 'value': values[reading.source], 'is_doubtful': False})
            records.filtered(lambda record, old=old_distance: abs(record.distance_km - old) < 1).write(
                {'distance_km': reading.distance_km})
            body = self.env._(
                "Odometer of %(order)s corrected from %(old)d to %(new)d: %(reason)s",
                order=self.name, old=old_value, new=reading.value, reason=reason)
            self.sudo()._message_log(body=body)
            self.vehicle_id.sudo()._message_log(body=body)
