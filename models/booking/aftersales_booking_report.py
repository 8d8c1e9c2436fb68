from odoo import fields, models
from odoo.tools import SQL


class AftersalesBookingReport(models.Model):
    """Appointment rate = visits by appointment / visits; show rate = kept / (kept + missed) appointments (C7).

    A row is a visit (a car received) or an appointment whose time has decided it. A rate is empty where it does not
    apply, so that the average over any group of rows is the rate of that group.
    """
    _name = 'aftersales.booking.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Appointment and Show Rate"
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'date'

    date = fields.Datetime(readonly=True)
    kind = fields.Selection([('visit', "Visit"), ('appointment', "Appointment")], readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    user_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    channel = fields.Selection(
        selection=lambda self: self.env['aftersales.appointment']._fields['channel'].selection, readonly=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True)
    appointment_id = fields.Many2one('aftersales.appointment', readonly=True)
    visits = fields.Integer(readonly=True)
    appointed = fields.Integer(string="Visits by Appointment", readonly=True)
    kept = fields.Integer(string="Kept", readonly=True)
    missed = fields.Integer(string="No-shows", readonly=True)
    cancelled = fields.Integer(readonly=True)
    appointment_rate = fields.Float(
        string="Appointment Rate (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Visits by appointment / visits × 100")
    show_rate = fields.Float(
        string="Show Rate (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Kept appointments / (kept + missed) × 100; those cancelled in time count in neither.")

    @property
    def _table_query(self):
        # Visits have positive ids, appointments negative ones. A walk-in is a visit without an appointment.
        return SQL(
            """
            SELECT visit.id, visit.received_date AS date, 'visit' AS kind, visit.company_id, visit.workshop_id,
                   visit.user_id, appointment.channel, visit.id AS order_id, appointment.id AS appointment_id,
                   1 AS visits, (appointment.id IS NOT NULL)::int AS appointed, 0 AS kept, 0 AS missed, 0 AS cancelled,
                   100.0 * (appointment.id IS NOT NULL)::int AS appointment_rate, NULL::numeric AS show_rate
              FROM aftersales_order visit
         LEFT JOIN aftersales_appointment appointment
                ON appointment.order_id = visit.id AND appointment.channel != 'walk_in'
             WHERE visit.received_date IS NOT NULL AND visit.state != 'cancelled'
         UNION ALL
            SELECT -id, start, 'appointment', company_id, workshop_id, user_id, channel, order_id, id, 0, 0,
                   (state = 'arrived')::int, (state = 'no_show')::int, (state = 'cancelled')::int, NULL,
                   CASE state WHEN 'arrived' THEN 100.0 WHEN 'no_show' THEN 0.0 END
              FROM aftersales_appointment
             WHERE state IN ('arrived', 'no_show', 'cancelled') AND channel != 'walk_in'
            """
        )
