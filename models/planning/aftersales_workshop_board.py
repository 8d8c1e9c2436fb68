import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# From so many changed visits on, a board loads all of them anew.
RELOAD_FROM = 50
MOST_BOARD_DAYS = 14
# By what a visit is known on the board: what it is, and its id.
VISIT_KEY = re.compile(r'[a-z]+-[0-9]{1,9}')
# The numbers in the board's head. What is at risk is told by the colours of the cards.
BOARD_TALLIES = ('house', 'work', 'waiting', 'late', 'ready')


class AftersalesWorkshop(models.Model):
    """The workshop board (E5): technicians and bays against time, and what waits for them.

    The board shows *cards* (a stretch of work) that belong to *visits* (a car that is, or will be, here). Both are
    plain dicts; other rooms add to them in ``_get_board_cards``, ``order._prepare_board_visit`` and
    ``job._prepare_board_card``. Moments are naive UTC strings.
    """
    _name = 'aftersales.workshop'
    _inherit = ['aftersales.workshop', 'bus.listener.mixin']

    # === ACTION METHODS ===#

    @api.model
    @api.readonly
    def get_board(self, workshop_id=None, date=None, days=1):
        """All a board shows of an outlet on some days; the number of queries depends on neither cards nor days.

        :param workshop_id: the user's own outlet by default
        :param str date: first local day; today by default
        """
        workshops = self.search_fetch([], ['name'])
        workshop = self._read_outlet(workshop_id) if workshop_id else (
            self.env['aftersales.order']._default_workshop_id() or workshops[:1])
        if not workshop:
            return {'workshops': [], 'workshop': False}
        workshop.check_access('read')
        today = workshop._get_local_day(fields.Datetime.now())
        date, __ = self._read_period(date or today)
        days = int(self._read_amount(days, 1, MOST_BOARD_DAYS))
        start, stop = workshop._get_day_bounds(date, days)
        visits, cards = workshop._get_board_cards(start, stop)
        return {
            'workshops': [{'id': outlet.id, 'name': outlet.name} for outlet in workshops],
            'workshop': {'id': workshop.id, 'name': workshop.name},
            'tz': workshop._get_tz().zone,
            'today': fields.Date.to_string(today),
            'date': fields.Date.to_string(date),
            'days': days,
            'start': fields.Datetime.to_string(start),
            'stop': fields.Datetime.to_string(stop),
            'slack': workshop.company_id.aftersales_promise_warning_minutes,
            'can_plan': self.env.user.has_group('aftersales.group_plan'),
            'tallies': [
                {'key': tally.key, 'label': tally.label, 'action': self._prepare_tally_action(tally)}
                for tally in workshop._get_todays_tallies() if tally.key in BOARD_TALLIES],
            **workshop._get_board_rows(date, days, cards),
            'visits': visits,
            'cards': cards,
        }

    @api.model
    def get_board_changes(self, workshop_id, date, days, visits):
        """The visits with these keys as they are now, after a change was announced.

        Not read-only: a replica may not have the change yet.
        """
        workshop = self._read_outlet(workshop_id)
        workshop.check_access('read')
        if not isinstance(visits, list) or not all(isinstance(key, str) and VISIT_KEY.fullmatch(key) for key in visits):
            raise UserError(self.env._("The board does not know these visits. Load it anew."))
        date, __ = self._read_period(date)
        start, stop = workshop._get_day_bounds(date, int(self._read_amount(days, 1, MOST_BOARD_DAYS)))
        visits, cards = workshop._get_board_cards(start, stop, visits)
        return {'visits': visits, 'cards': cards}

    @api.model
    def plan_board(self, workshop_id):
        """Plan what is in the house, may be worked on and has no plan that can be kept, the most urgent first.

        :return: what came of it, see ``aftersales.job._plan_best``
        """
        workshop = self._read_outlet(workshop_id)
        workshop.check_access('read')
        return workshop._get_jobs_to_plan()._plan_best()

    @api.model
    def _read_outlet(self, value):
        """The outlet that is asked for by its id, whoever may read it.

        :raises UserError: for what is no id
        """
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2 ** 31:
            raise UserError(self.env._("Choose an outlet."))
        return self.browse(value)

    # === BUSINESS METHODS: CARDS ===#

    def _get_board_cards(self, start, stop, visits=None):
        """What the board shows between two moments, and what of the house waits for a plan.

        Rooms that plan other documents add theirs.

        :param visits: keys of the visits asked for; all by default
        :return: dict of key: visit, list of cards
        """
        self.ensure_one()
        order_domain = Domain.TRUE
        if visits is not None:
            order_ids = [int(key.removeprefix('order-')) for key in visits if key.startswith('order-')]
            order_domain = Domain('id', 'in', order_ids)
        jobs = self.env['aftersales.job'].search(
            self._get_board_domain(start, stop) & Domain('order_id', 'any', order_domain), order='planned_start, id')
        orders = jobs.order_id | self.env['aftersales.order'].search(
            Domain('workshop_id', '=', self.id) & Domain('is_in_house', '=', True) & order_domain)
        return (
            {f'order-{order.id}': visit for order, visit in orders._prepare_board_visits().items()},
            list(jobs._prepare_board_cards().values()),
        )

    def _get_board_domain(self, start, stop):
        """Jobs planned between two moments, and open ones of the house without a plan, or whose plan is over."""
        self.ensure_one()
        planned = Domain('planned_start', '<', stop) & Domain('planned_stop', '>', start)
        waiting = (
            Domain('order_id.is_in_house', '=', True) & Domain('is_open', '=', True)
            & (Domain('planned_start', '=', False) | Domain('planned_stop', '<', fields.Datetime.now()))
        )
        shown = Domain('workshop_id', '=', self.id) & Domain('state', '!=', 'cancelled') & Domain('approval', '!=', 'declined')
        return shown & (planned | waiting)

    def _get_jobs_to_plan(self):
        self.ensure_one()
        jobs = self.env['aftersales.job'].search(self._get_to_plan_domain())
        never = fields.Datetime.to_datetime('9999-01-01')
        return jobs.sorted(lambda job: (job.order_id.priority != '1', job.promise_date or never, job.id))

    def _get_to_plan_domain(self):
        """No plan, or one that has become void: over before anybody began, or begun with nobody to do it."""
        return [
            ('workshop_id', '=', self.id), ('order_id.is_in_house', '=', True), ('state', '=', 'todo'),
            ('approval', 'in', ('approved', 'not_needed')), ('line_ids.quantity', '!=', 0),
            '|', '|', ('planned_start', '=', False), ('planned_stop', '<', 'now'),
            '&', ('technician_id', '=', False), ('planned_start', '<', 'now'),
        ]

    # === BUSINESS METHODS: ROWS ===#

    def _get_board_rows(self, date, days, cards):
        """Bays, technicians with shifts and absences, and the outlet's opening hours."""
        self.ensure_one()
        workshop = self.sudo()  # people's names and shifts, see _get_technicians
        planned = {card['technician'] for card in cards if card['technician']}
        technicians = self._get_technicians().sudo() | workshop.env['hr.employee'].browse(planned)
        table = self._get_timetable(date, date + timedelta(days=days - 1), technicians)
        work, shifts = table.work, table.shifts
        skills = {
            employee: {skill for skill in held if table.skills.holds(employee, skill, date)}
            for employee, held in table.skills.items()}
        return {
            'open': self._to_strings(table.open),
            'bays': [{'id': bay.id, 'name': bay.name, 'kind': bay.kind} for bay in workshop.bay_ids],
            'technicians': [
                {
                    'id': employee.id,
                    'name': employee.name,
                    'title': employee.job_title or '',
                    'skills': sorted(skills.get(employee.id, ())),
                    'work': self._to_strings(work[employee.id]),
                    'away': self._to_strings(shifts[employee.id] - work[employee.id]),
                    'hours': table.hours(work[employee.id]),
                }
                for employee in technicians.sorted('name')
            ],
            'skills': {skill.id: skill.name for skill in workshop.env['hr.skill'].browse(
                {skill_id for held in skills.values() for skill_id in held}
                | {card['skill'] for card in cards if card['skill']})},
        }

    def _to_strings(self, intervals):
        return [
            [fields.Datetime.to_string(start), fields.Datetime.to_string(stop)] for start, stop, __ in intervals
        ]

    # === BUSINESS METHODS: NEWS ===#

    def _announce_on_board(self, visits):
        """Tell the outlet's open boards, once this transaction is saved, which visits changed.

        One message a transaction and outlet, and keys only: each board asks for what its user may see.
        """
        self.ensure_one()
        changes = self.env.cr.precommit.data.get('aftersales.board')
        if changes is None:
            changes = self.env.cr.precommit.data['aftersales.board'] = {}
            self.env.cr.precommit.add(self.env['aftersales.workshop']._send_board_news)
        changes.setdefault(self.id, set()).update(visits)

    @api.model
    def _send_board_news(self):
        for workshop_id, visits in self.env.cr.precommit.data.pop('aftersales.board', {}).items():
            self.browse(workshop_id)._bus_send(
                'aftersales.board/changed',
                {'workshop': workshop_id, 'visits': sorted(visits) if len(visits) < RELOAD_FROM else False},
                subchannel='board',
            )

    @api.model
    def _check_may_plan(self):
        if not self.env.user.has_group('aftersales.group_plan'):
            raise UserError(self.env._("Only a dispatcher or an advisor can plan work."))
