import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.base.aftersales_batch_mixin import IN_THE_WAY
from odoo.addons.aftersales.models.base.inputs import clean_line, clean_text, read_float
from odoo.addons.aftersales.models.exchange.api.aftersales_exchange_partner import SCOPES
from odoo.addons.aftersales.models.vehicle import plate as plate_tools
from odoo.addons.aftersales.models.vehicle import vin as vin_tools

_logger = logging.getLogger(__name__)

HIGHEST_ODOMETER = 9_999_999
FARTHEST_DAYS = 366 * 30


class RefusedCall(Exception):
    """What is answered instead, as a sentence, with the outcome that the log keeps."""

    def __init__(self, outcome, sentence):
        super().__init__(sentence)
        self.outcome = outcome


class AftersalesExchangeApi(models.AbstractModel):
    """What partners may call by JSON-2 and XML-RPC, see ``doc/interfaces.md``; the scope decides, each call is logged (Q5).

    A method is ``return self._answer(scope, name, work)``: ``work`` is a method without the underscore's rights of its
    own; it gets the system's rights in the partner's company, so each search of it names the company.
    """
    _name = 'aftersales.exchange.api'
    _description = "Interface for Partners"

    # === CALLED BY PARTNERS ===#

    @api.model
    def find_vehicle(self, vin=None, plate=None):
        """A car by its VIN or plate, written in any way: what it is, what its odometer showed, its next service."""
        return self._answer('vehicle', 'find_vehicle', lambda place: place._find_vehicle(vin, plate))

    @api.model
    def add_odometer(self, vin=None, value=None, date=None, plate=None):
        """What the odometer showed, in the unit of the car; the same reading twice is once."""
        return self._answer('odometer', 'add_odometer', lambda place: place._add_odometer(vin, plate, value, date))

    @api.model
    def get_order_status(self, number=None):
        """How far an order is, by its number here."""
        return self._answer('order', 'get_order_status', lambda place: place._get_order_status(number))

    # === THE FRAME OF EVERY CALL ===#

    @api.model
    def _answer(self, scope, method, work):
        """Check who calls and whether he may, do it, and log it.

        :param work: called with this model as the system in the partner's company; returns (dict, record)
        :return: dict with ``ok``: true and what was asked, or false, ``error`` (a word) and ``message`` (a sentence)
        """
        begun, record = time.monotonic(), None
        partner = self.env['aftersales.exchange.partner']._get_caller()
        if not partner:
            raise AccessError(self.env._("These methods are for interface partners. Use the key of one."))
        place = self._enter(partner)
        try:
            place._check_scope(partner, scope)
            with self.env.cr.savepoint():
                answer, record = work(place)
                place.env.flush_all()
            outcome = 'done'
        except RefusedCall as error:
            outcome, answer = error.outcome, str(error)
        except (UserError, AccessError) as error:
            outcome, answer = 'refused', str(error)
        except IN_THE_WAY:
            raise
        except Exception:
            _logger.exception("Call of %s by partner %s", method, partner.id)
            outcome, answer = 'failed', place.env._("Something went wrong here. The dealer can see that it did.")
        self._log_call(partner, method, outcome, record, begun)
        if outcome != 'done':
            return {'ok': False, 'error': outcome, 'message': answer}
        return {'ok': True, **answer}

    @api.model
    def _enter(self, partner):
        """This model in the partner's company; of the caller's own context only the language counts."""
        lang = self.env.context.get('lang')
        installed = {code for code, __ in self.env['res.lang'].get_installed()}
        company = partner.company_id
        # sudo: the technical user has no rights of its own, the scope is what he may
        return self.sudo().with_context({  # pylint: disable=context-overridden
            'lang': lang if lang in installed else company.partner_id.lang or 'en_US',
            'tz': company._get_clock_zone(), 'allowed_company_ids': company.ids}).with_company(company)

    @api.model
    def _check_scope(self, partner, scope):
        if not partner[SCOPES[scope]]:
            raise RefusedCall('scope', self.env._(
                "%(partner)s may not do this: “%(scope)s” is not allowed for it. Ask the dealer.", partner=partner.name,
                scope=partner._fields[SCOPES[scope]]._description_string(self.env)))
        since = fields.Datetime.now() - timedelta(minutes=1)
        calls = self.env['aftersales.exchange.call'].search_count(
            [('partner_id', '=', partner.id), ('create_date', '>', since)], limit=partner.most_calls)
        if calls >= partner.most_calls:
            raise RefusedCall('limit', self.env._(
                "More than %(count)s calls a minute. Wait a little.", count=partner.most_calls))

    @api.model
    def _log_call(self, partner, method, outcome, record, begun):
        # sudo: the log is the system's
        self.env['aftersales.exchange.call'].sudo().create({
            'partner_id': partner.id, 'company_id': partner.company_id.id, 'method': method, 'outcome': outcome,
            'milliseconds': round((time.monotonic() - begun) * 1000),
            'res_model': record._name if record else False, 'res_id': record.id if record else False})

    # === READING WHAT IS SENT ===#

    @api.model
    def _read_text(self, value, name, longest=100, is_needed=True):
        """:raises RefusedCall: when it is no text, none at all, or too long"""
        if value is None or value is False or value == '':
            if is_needed:
                raise RefusedCall('invalid', self.env._("“%(name)s” is missing.", name=name))
            return ''
        text = clean_line(value) if isinstance(value, str) and longest <= 200 else (
            clean_text(value).strip() if isinstance(value, str) else '')
        if not text or len(text) > longest:
            raise RefusedCall('invalid', self.env._(
                "“%(name)s” is no text of at most %(count)s signs.", name=name, count=longest))
        return text

    @api.model
    def _read_past_day(self, value, name):
        """A day that is over or today; today where none is said."""
        today = self.env.company._get_today()
        if value is None or value is False or value == '':
            return today
        day = table_file.read_day(value) if isinstance(value, str) and len(value) <= 30 else None
        if not day:
            raise RefusedCall('invalid', self.env._("“%(name)s” is no day. Write it as 2026-11-18.", name=name))
        if not 0 <= (today - day).days <= FARTHEST_DAYS:
            raise RefusedCall('invalid', self.env._("“%(name)s” is to come, or too long ago.", name=name))
        return day

    @api.model
    def _get_vehicle(self, vin, plate):
        """The car by its VIN, else by its plate.

        :raises RefusedCall: when there is none, or more than one carries the plate
        """
        Vehicle = self.env['fleet.vehicle']
        of_company = ('company_id', 'in', [False, self.env.company.id])
        if vin:
            number = vin_tools.normalise(self._read_text(vin, 'vin', 40))
            found = Vehicle.search([('vin_sn', '=', number), of_company], limit=2) if number else Vehicle
        else:
            number = plate_tools.normalise(self._read_text(plate, 'vin, plate', 40))
            found = Vehicle.search([('license_plate', '=', number), of_company], limit=2)
        if len(found) > 1:
            raise RefusedCall('unknown', self.env._("Several cars carry this plate. Send the VIN."))
        if not found:
            raise RefusedCall('unknown', self.env._("No car with this VIN or plate is known here."))
        return found

    # === WHAT IS DONE ===#

    @api.model
    def _find_vehicle(self, vin, plate):
        vehicle = self._get_vehicle(vin, plate)
        return {'vehicle': {
            'vin': vehicle.vin_sn or False, 'plate': vehicle.license_plate or False,
            'brand': vehicle.model_id.brand_id.name, 'model': vehicle.model_id.name,
            'odometer': vehicle.last_odometer, 'odometer_unit': 'mi' if vehicle.odometer_unit == 'miles' else 'km',
            'odometer_date': self._say_day(vehicle.last_odometer_date),
            'next_service': vehicle.next_service_line_id.name or False,
            'next_service_date': self._say_day(vehicle.next_service_date),
        }}, vehicle

    @api.model
    def _add_odometer(self, vin, plate, value, date):
        vehicle, day = self._get_vehicle(vin, plate), self._read_past_day(date, 'date')
        try:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise ValueError(value)
            number = read_float(value)
        except ValueError:
            raise RefusedCall('invalid', self.env._("“%(name)s” is no number.", name='value'))
        if not 0 < number <= HIGHEST_ODOMETER:
            raise RefusedCall('invalid', self.env._("An odometer shows something between 1 and 9,999,999."))
        Reading = self.env['fleet.vehicle.odometer']
        known = Reading.search(
            [('vehicle_id', '=', vehicle.id), ('date', '=', day), ('value', '=', number)], limit=1)
        if not known:
            if question := vehicle._get_reading_question(number, date=day) if self._is_latest(vehicle, day) else '':
                raise RefusedCall('refused', question)
            Reading.create({'vehicle_id': vehicle.id, 'value': number, 'date': day, 'source': 'import'})
        return {'is_new': not known, 'odometer': vehicle.last_odometer, 'odometer_date': self._say_day(
            vehicle.last_odometer_date)}, vehicle

    @api.model
    def _is_latest(self, vehicle, day):
        return not vehicle.last_odometer_date or day >= vehicle.last_odometer_date

    @api.model
    def _get_order(self, number):
        wanted = self._read_text(number, 'number', 40)
        order = self.env['aftersales.order'].search(
            [('name', '=', wanted), ('company_id', '=', self.env.company.id)], limit=1)
        if not order:
            raise RefusedCall('unknown', self.env._("No order has this number here."))
        return order

    @api.model
    def _get_order_status(self, number):
        order = self._get_order(number)
        return {'order': {
            'number': order.name, 'status': order.state, 'status_name': order._get_state_label(),
            'plate': order.license_plate or False, 'vin': order.vin or False,
            'received': self._say_moment(order.received_date), 'promised': self._say_moment(order.promise_date),
            'completed': self._say_moment(order.ready_date), 'delivered': self._say_moment(order.delivered_date),
            'jobs': [{'name': job.shown_name, 'status': job.state} for job in order.job_ids if job.state != 'cancelled'],
        }}, order

    @api.model
    def _say_day(self, day):
        return day.isoformat() if day else False

    @api.model
    def _say_moment(self, moment):
        """In UTC, as ISO 8601 writes it."""
        return f'{moment.isoformat()}Z' if moment else False
