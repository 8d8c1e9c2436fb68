from odoo import fields, models
from odoo.tools.intervals import Intervals


class AftersalesOrder(models.Model):
    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'aftersales.board.source.mixin']
    _board_fields = frozenset({
        'state', 'workshop_id', 'promise_date', 'user_id', 'partner_id', 'vehicle_id', 'priority', 'active',
    })

    allocation_ids = fields.One2many('aftersales.allocation', 'order_id', readonly=True)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        comes_or_goes = (source in self._in_house_states) != (target in self._in_house_states)
        if comes_or_goes and self.job_ids.filtered('planned_start'):
            self._reclaim_allocations()

    def _sync_allocations(self):
        """Bring what the orders take of people and bays to what their jobs plan; only differences are written.

        :raises ValidationError: when a technician or bay is taken already, naming by what
        """
        # sudo: allocations are the plan's own, see aftersales.allocation
        self.env['aftersales.allocation'].sudo().create(self._release_allocations())

    def _reclaim_allocations(self):
        """Take people and bays again for work that goes on: it is never refused because of a plan.

        Where somebody else was planned there meanwhile, the plan of the job gives way, and its log says so.
        """
        if not self.job_ids.filtered('planned_start'):
            return
        Allocation = self.env['aftersales.allocation']
        missing = self._release_allocations()
        taken = Allocation._find_taken(missing)
        twice = Allocation._find_planned_twice(missing)
        shut = [(self._get_jobs_of(missing[index]), words) for index, words in Allocation._find_shut(missing).items()]
        in_the_way = [(self._get_jobs_of(missing[index]), allocation) for index, allocation in taken.items()]
        self.job_ids.browse().union(
            *(jobs for jobs, __ in in_the_way + shut), *(self._get_jobs_of(missing[index]) for index in twice),
        ).sudo()._clear_plan()
        for jobs, allocation in in_the_way:
            jobs._log_gave_way(allocation._get_taken_message())
        for jobs, words in shut:
            jobs._log_gave_way(words)
        self._sync_allocations()

    def _get_jobs_of(self, vals):
        """The planned jobs an allocation with these values is for."""
        return self.job_ids.filtered(lambda job: job.id == vals['job_id'] or (
            vals['bay_id'] and vals['bay_id'] == job.bay_id.id and vals['order_id'] == job.order_id.id
            and job._is_planned() and vals['start'] <= job.planned_start < vals['stop']))

    def _release_allocations(self):
        """Give back what the orders no longer plan.

        :return: values of the allocations they plan and don't have yet
        """
        # sudo: see _sync_allocations
        Allocation = self.env['aftersales.allocation'].sudo()
        kept = {
            allocation._get_key(): allocation for allocation in Allocation.search([('order_id', 'in', self.ids)])
        }
        missing = [
            vals for vals in self._prepare_allocations() if not kept.pop(Allocation._get_key_of(vals), None)
        ]
        Allocation.union(*kept.values()).unlink()
        return missing

    def _prepare_allocations(self):
        """One row a planned job for its technician; one row a bay for each time the car stands in it."""
        vals_list = []
        for order in self:
            jobs = order.job_ids.filtered(lambda job: job._is_planned())
            vals_list += [job._prepare_allocation_vals() for job in jobs.filtered('technician_id')]
            for bay, bay_jobs in jobs.filtered('bay_id').grouped('bay_id').items():
                vals_list += [
                    {
                        'workshop_id': order.workshop_id.id,
                        'order_id': order.id,
                        'job_id': False,
                        'employee_id': False,
                        'bay_id': bay.id,
                        'start': start,
                        'stop': stop,
                    }
                    for start, stop, __ in Intervals(
                        (job.planned_start, job.planned_stop, job) for job in bay_jobs)
                ]
        return vals_list

    # === BUSINESS METHODS: BOARD ===#

    def _get_board_orders(self):
        return self

    def _prepare_board_visits(self):
        """:return: dict of order: what the board says of the car, its promise and what it waits for"""
        self.mapped('expected_ready_date')  # for all at once
        holds = self.hold_ids.filtered(lambda hold: hold.is_open and not hold.job_id).grouped('order_id')
        return {order: order._prepare_board_visit(holds.get(order, order.hold_ids.browse())) for order in self}

    def _prepare_board_visit(self, holds):
        self.ensure_one()
        unfinished = self.job_ids.filtered(lambda job: job._is_live() and job.is_open)
        return {
            'kind': 'order',
            'model': self._name,
            'res_id': self.id,
            'name': self.name,
            'plate': self.license_plate or '',
            'model_name': self.vehicle_id.model_id.name or '',
            'customer': self.partner_id.name or '',
            'advisor': self.user_id.name or '',
            'state': self.state,
            'urgent': self.priority == '1',
            'promise': fields.Datetime.to_string(self.promise_date),
            'expected': fields.Datetime.to_string(self.expected_ready_date),
            'unfinished': len(unfinished),
            'holds': sorted(set(holds.mapped('kind'))),
            'open': self.is_open,
            'tallies': sorted(self._get_board_tallies()),
            'marks': self._get_board_marks(),
        }

    def _get_board_marks(self):
        """Hook: what else the board says of the car, in words."""
        self.ensure_one()
        return []

    def _get_board_tallies(self):
        """Which of the outlet's numbers the car is counted in, by the same fields as ``workshop._get_tallies``."""
        self.ensure_one()
        return {key for key, counts in (
            ('house', self.is_in_house), ('waiting', self.is_waiting), ('late', self.is_late),
            ('ready', self.state == 'ready'),
        ) if counts}
