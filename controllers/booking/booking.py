from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.aftersales.controllers.base.throttle import Throttle

MAX_WORKS = 10
MAX_TEXT = 1000
MAX_DAYS = 400
# A search for free times reads the plans of a whole outlet; who looks for a time himself needs a few.
slot_searches = Throttle(60, window=600)


class AftersalesBookingPage(AftersalesPortal):
    """What the page for customers and the public page share: the work offered, the free times."""

    def _get_offered_workshops(self, switch):
        """Outlets whose company lets customers book by its ``switch``, SUDOED."""
        # sudo: what is offered to customers is read for them
        return request.env['aftersales.workshop'].sudo().with_context(
            lang=request.env.lang)._get_online_workshops(switch)

    def _get_customer_workshops(self):
        """Where customers with a login book."""
        return self._get_offered_workshops('aftersales_portal_booking')

    def _get_visitor_workshops(self):
        """Where everybody may book."""
        return self._get_offered_workshops('aftersales_public_booking')

    def _get_workshop(self, workshops, workshop_id):
        """The outlet chosen among those offered, else the first."""
        wanted = reader.read_id(workshop_id)
        return workshops.filtered(lambda workshop: workshop.id == wanted) or workshops[:1]

    def _get_works(self, offer, ids):
        """The works of the offer among ``ids`` from the form."""
        wanted = reader.read_ids(ids, MAX_WORKS)
        return offer.filtered(lambda work: work.id in wanted)

    def _read_work(self, workshop, menu_ids, operation_ids, is_waiter, vehicle=None):
        return {
            'menus': self._get_works(workshop._get_online_menus(vehicle), menu_ids),
            'operations': self._get_works(workshop._get_online_operations(), operation_ids),
            'is_waiter': reader.read_flag(is_waiter),
        }

    def _read_work_from_form(self, workshop, vehicle=None):
        form = request.httprequest.form
        return self._read_work(
            workshop, form.getlist('menu_ids'), form.getlist('operation_ids'), form.get('is_waiter'), vehicle)

    def _read_start(self, value):
        """A naive UTC datetime.

        :raises UserError: when none was chosen
        """
        start = reader.read_moment(value)
        if not start:
            raise UserError(request.env._("Choose a time for your visit."))
        return start

    def _check_searches(self):
        """:return: what to tell a visitor who has searched too often, or None"""
        if slot_searches.take(request.httprequest.remote_addr):
            return None
        return {'error': request.env._("You have looked for many times. Please wait some minutes, or call us.")}

    def _get_form_values(self, workshops, workshop, work=None, error=None, vehicle=None):
        return {
            'workshops': workshops,
            'workshop': workshop,
            'menus': workshop._get_online_menus(vehicle) if workshop else [],
            'operations': workshop._get_online_operations() if workshop else [],
            'work': work or {'menus': [], 'operations': [], 'is_waiter': False},
            'form': request.httprequest.form,
            'error': error,
        }

    @route(['/aftersales/book/slots'], type='jsonrpc', auth='public', website=True, readonly=True)
    def booking_slots(
        self, workshop_id=None, menu_ids=None, operation_ids=None, is_waiter=False, skip=0, vehicle_id=None, **kwargs,
    ):
        """Free times for the work chosen, drawn as buttons."""
        workshops = self._get_visitor_workshops()
        if not request.env.user._is_public():
            workshops |= self._get_customer_workshops()
        wanted = reader.read_id(workshop_id)
        workshop = workshops.filtered(lambda outlet: outlet.id == wanted)
        if not workshop:
            return {'error': request.env._("This outlet cannot be booked online.")}
        if refusal := self._check_searches():
            return refusal
        vehicle = self._search_own('fleet.vehicle', [('id', '=', reader.read_id(vehicle_id))], limit=1)
        work = self._read_work(workshop, menu_ids, operation_ids, is_waiter, vehicle)
        days = workshop._get_online_days(**work, vehicle=vehicle, skip=reader.read_number(skip, high=MAX_DAYS))
        return {'html': request.env['ir.qweb']._render('aftersales.booking_slots', days), 'next': days['next']}


class AftersalesPortalBooking(AftersalesBookingPage):
    """A customer with a login books for one of his vehicles and manages what he booked."""

    @route(['/my/book'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_book(self, vehicle_id=None, workshop_id=None, **kwargs):
        return self._render_book(self._get_own_vehicle(vehicle_id), workshop_id)

    @route(['/my/book'], type='http', auth='user', website=True, methods=['POST'])
    def portal_book_submit(self, vehicle_id=None, workshop_id=None, start=None, concern=None, **kwargs):
        vehicle = self._get_own_vehicle(vehicle_id)
        workshop = self._get_workshop(self._get_customer_workshops(), workshop_id)
        if not workshop:
            return self._to_home()
        work = self._read_work_from_form(workshop, vehicle)
        try:
            if not vehicle:
                raise UserError(request.env._("Choose the vehicle you want to bring."))
            with request.env.cr.savepoint():
                # sudo: vehicle, outlet and work are checked above to be offered to this customer
                appointment = request.env['aftersales.appointment'].sudo()._book_online({
                    'workshop_id': workshop.id,
                    'start': self._read_start(start),
                    'vehicle_id': vehicle.id,
                    'partner_id': request.env.user.partner_id.id,
                    'channel': 'portal',
                    'is_waiter': work['is_waiter'],
                    'menu_ids': work['menus'].ids,
                    'operation_ids': work['operations'].ids,
                    'concern': reader.read_text(concern, MAX_TEXT),
                })
        except UserError as error:
            return self._render_book(vehicle, workshop.id, work=work, error=str(error))
        return request.redirect(f'{appointment.access_url}?booked=1')

    def _get_own_vehicle(self, vehicle_id):
        vehicles = self._search_own('fleet.vehicle', order='license_plate, id')
        wanted = reader.read_id(vehicle_id)
        return vehicles.filtered(lambda vehicle: vehicle.id == wanted)

    def _render_book(self, vehicle, workshop_id, work=None, error=None):
        workshops = self._get_customer_workshops()
        vehicles = self._search_own('fleet.vehicle', order='license_plate, id')
        vehicle = vehicle or vehicles[:1]
        if not workshop_id and vehicle:
            workshop_id = vehicle._get_portal_orders(request.env.user.partner_id.sudo())[:1].workshop_id.id
        return self._render_own('aftersales.portal_book', {
            **self._get_form_values(
                workshops, self._get_workshop(workshops, workshop_id), work, error, vehicle=vehicle),
            'page_name': 'aftersales_appointment',
            'vehicles': vehicles,
            'vehicle': vehicle,
            'booking_url': '/my/book',
        })
