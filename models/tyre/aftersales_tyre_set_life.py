from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesTyreSet(models.Model):
    """In, out, in again, ended: each step is a row of the set's history."""
    _inherit = 'aftersales.tyre.set'
    _transitions = {
        'expected': {'stored': None, 'out': None, 'cancelled': None},
        'stored': {'out': None, 'cancelled': None},
        'out': {'stored': None, 'cancelled': None},
        'cancelled': {'out': None},  # the customer is back
    }

    appointment_ids = fields.One2many('aftersales.appointment', 'tyre_set_id', string="Season Changes", readonly=True)
    next_change = fields.Datetime(
        string="Change Booked For", compute='_compute_next_change', search='_search_next_change',
        help="The set is fetched before the customer comes.")

    # === COMPUTE AND SEARCH METHODS ===#

    def _get_change_domain(self):
        return [('state', 'in', ('draft', 'booked', 'confirmed'))]

    def _compute_next_change(self):
        # sudo: the parts clerk need not see appointments to know when to fetch a set
        starts = dict(self.env['aftersales.appointment'].sudo()._read_group(
            [('tyre_set_id', 'in', self._origin.ids), *self._get_change_domain()], ['tyre_set_id'], ['start:min']))
        for tyres in self:
            tyres.next_change = starts.get(tyres._origin.sudo(), False)

    def _search_next_change(self, operator, value):
        if operator not in ('<', '>', '<=', '>='):
            return NotImplemented
        # sudo: as above
        return [('id', 'in', self.env['aftersales.appointment'].sudo()._search(
            [('tyre_set_id', '!=', False), ('start', operator, value), *self._get_change_domain()]
        ).subselect('tyre_set_id'))]

    # === ACTION METHODS ===#

    def action_store(self):
        """On its place, or on the next free one of the outlet."""
        given = self.place_id
        for tyres in self.filtered(lambda tyres: not tyres.place_id or not tyres.place_id.is_free):
            tyres.place_id = tyres._find_free_place(given)
            given |= tyres.place_id
        self._transition('stored')

    def action_hand_out(self):
        """Onto the car, or into the customer's hands."""
        self._transition('out')

    def action_reopen(self):
        return self._take_up_again()

    def action_book_change(self):
        """The visit at which this set goes onto the car; the other one comes in."""
        self.ensure_one()
        booked = self.appointment_ids.filtered_domain(self._get_change_domain())[:1]
        if booked:
            return booked._get_records_action()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_appointments'),
            'name': self.env._("Season Change"), 'view_mode': 'form', 'views': [(False, 'form')],
            'context': {
                'default_vehicle_id': self.vehicle_id.id, 'default_partner_id': self.partner_id.id,
                'default_workshop_id': self.workshop_id.id, 'default_tyre_set_id': self.id,
                'default_concern': self.env._("Season change: %(set)s", set=self._describe()),
            },
        }

    def action_print_labels(self):
        return self.env.ref('aftersales.action_report_tyre_labels').report_action(self)

    # === BUSINESS METHODS: GUARDS ===#

    def _find_free_place(self, given):
        """:param given: places that others are put on just now
        :raises UserError: when the racks of the outlet are full"""
        self.ensure_one()
        place = self.env['aftersales.tyre.place'].search([
            ('workshop_id', '=', self.workshop_id.id), ('is_free', '=', True), ('id', 'not in', given.ids)], limit=1)
        if not place:
            raise UserError(self.env._(
                "%(set)s: all places of %(outlet)s are taken. Add one to the racks, or hand out what waits to be fetched.",
                set=self.display_name, outlet=self.workshop_id.name))
        return place

    def _check_stored(self):
        self.place_id.sudo()._claim_for_update()  # sudo: the place is not changed; who comes second looks again
        for tyres in self:
            if not tyres.place_id:
                raise UserError(self.env._("%(set)s: choose the place it is put on.", set=tyres.display_name))
            taken = tyres.place_id.set_ids - tyres
            if taken:
                raise UserError(self.env._(
                    "%(place)s is taken by %(other)s. Choose a place that is free.",
                    place=tyres.place_id.name, other=taken[:1].display_name))
            if not any(tyre.tread_depth for tyre in tyres.tyre_ids):
                raise UserError(self.env._(
                    "%(set)s: measure the tread and enter it, so that the customer is told in time.",
                    set=tyres.display_name))

    def _check_out(self):
        self._check_storage_charged()

    def _check_cancelled(self):
        """Given back at the end of its storage, it leaves as well."""
        self._check_storage_charged()

    def _check_storage_charged(self):
        """What its storage costs is on an order before a set leaves; the manager may let it go all the same.

        :raises UserError: naming the set
        """
        if self.env.su or self.env.user.has_group('aftersales.group_manager'):
            return
        for tyres in self.filtered('is_fee_due'):
            raise UserError(self.env._(
                "%(set)s: storage is not charged yet. Put it on the order of the visit (“Charge Storage”) before the set "
                "leaves; the manager may let it go without.", set=tyres.display_name))

    def _needs_cancel_reason(self):
        """Given back, scrapped with the customer's word, sold with the car: it is said."""
        return True

    def _get_reopened_state(self):
        return 'out'

    # === BUSINESS METHODS: WHAT FOLLOWS ===#

    def _after_stored(self, source):
        self.sudo().stored_date = fields.Datetime.now()  # sudo: the stamp is the system's
        self._record_move('in')

    def _after_out(self, source):
        self._record_move('out' if source != 'cancelled' else 'back')
        self._leave_place()

    def _after_cancelled(self, source):
        self._record_move('ended')
        self._leave_place()

    def _leave_place(self):
        # sudo: whoever hands out frees the place with it; the history says where it lay
        self.sudo().write({'place_id': False, 'stored_date': False})

    def _record_move(self, kind):
        visits, visit = self.vehicle_id._get_tyre_visits(), self.env['aftersales.order']
        # sudo: the history is written by the system
        self.env['aftersales.tyre.move'].sudo().create([{
            'set_id': tyres.id, 'kind': kind, 'place_id': tyres.place_id.id, 'user_id': self.env.uid,
            'tread_depth': tyres.tread_depth, 'date': fields.Datetime.now(),
            'order_id': visits.get((tyres.vehicle_id, tyres.company_id), visit).id,
        } for tyres in self])
