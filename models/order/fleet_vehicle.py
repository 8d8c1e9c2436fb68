from odoo import api, fields, models

# What the button counts is what it opens.
COUNTED = [('state', '!=', 'cancelled')]


class FleetVehicle(models.Model):
    _inherit = 'fleet.vehicle'

    aftersales_order_ids = fields.One2many(
        'aftersales.order', 'vehicle_id', string="Repair Orders",
        groups='aftersales.group_user',
    )
    aftersales_order_count = fields.Integer(
        string="Visits", compute='_compute_aftersales_order_count', groups='aftersales.group_user',
    )

    def _compute_aftersales_order_count(self):
        counts = dict(self.env['aftersales.order']._read_group(
            [('vehicle_id', 'in', self.ids), *COUNTED], ['vehicle_id'], ['__count'],
        ))
        for vehicle in self:
            vehicle.aftersales_order_count = counts.get(vehicle._origin, 0)

    @api.readonly
    def action_view_aftersales_orders(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders')
        action['domain'] = [('vehicle_id', 'in', self.ids), *COUNTED]
        action['context'] = {'default_vehicle_id': self.id if len(self) == 1 else False}
        return action

    def action_new_aftersales_order(self):
        """The car stands at the counter: open an order for it."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'aftersales.order',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'context': {'default_vehicle_id': self.id},
        }

    def _prepare_order_reading_vals(self, order, value, source, moment=None):
        """Values of a reading that ``order`` takes: dated by its outlet's clock, whoever works in which time zone."""
        clock = order.with_context(tz=order.workshop_id._get_tz().zone)
        date = fields.Datetime.context_timestamp(clock, moment or fields.Datetime.now()).date()
        return {
            **self._prepare_reading_vals(value, source, date=date),
            'unit': order.odometer_unit,
            'aftersales_order_id': order.id,
        }

    def _on_visit(self, orders):
        """Hook: these vehicles were checked in for repair ``orders``, which have their ``odometer_in``."""
        checked = orders.filtered(lambda order: order.odometer_in and order.odometer_checked)
        taken = checked._get_taken_readings()
        for order in checked:
            order.vehicle_id._doubt_readings_above(
                order.odometer_in, order.odometer_unit, instead_of=taken.get(order))
        self.env['fleet.vehicle.odometer']._record([
            # Read anew: whatever was doubtful about the figure of before.
            {**order.vehicle_id._prepare_order_reading_vals(order, order.odometer_in, 'checkin'), 'is_doubtful': False}
            for order in orders if order.odometer_in
        ])

    def _get_open_recommendations(self):
        """What was found or declined at former visits and is not done yet; rooms add theirs by ``super()``.

        :return: dict of vehicle: list of dicts, the most urgent first, with ``kind`` (declined or finding),
            ``record`` (the declined job or the finding), ``name``, ``level`` (danger, warning or info),
            ``date``, ``reason``, ``amount`` and ``currency``
        """
        return {vehicle: [] for vehicle in self}
