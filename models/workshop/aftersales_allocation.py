from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_datetime

# What makes an allocation another one; equal rows are left alone.
ALLOCATION_KEY = ('workshop_id', 'employee_id', 'bay_id', 'job_id', 'start', 'stop')


class AftersalesAllocation(models.Model):
    """A technician, or a bay, taken for a stretch of time (C2, C7, E5).

    Jobs and appointments plan their people and bays here and nowhere else, so that the database itself
    refuses to promise one pair of hands, or one lift, to two cars. Rows are made and removed by the plan of
    the document they belong to; a car's jobs share one row a bay.
    """
    _name = 'aftersales.allocation'
    _description = "Allocation"
    _order = 'start, id'
    _rec_name = 'start'
    _check_company_auto = True

    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    employee_id = fields.Many2one(
        'hr.employee', string="Technician", readonly=True, index='btree_not_null', ondelete='cascade')
    bay_id = fields.Many2one('aftersales.bay', readonly=True, index='btree_not_null', ondelete='cascade')
    start = fields.Datetime(required=True, readonly=True, index=True)
    stop = fields.Datetime(required=True, readonly=True)
    order_id = fields.Many2one(
        'aftersales.order', readonly=True, index='btree_not_null', ondelete='cascade')
    job_id = fields.Many2one(
        'aftersales.job', readonly=True, index='btree_not_null', ondelete='cascade',
        help="The job a technician is taken by; a bay is taken by the order.")

    _one_resource = models.Constraint(
        'CHECK ((employee_id IS NULL) != (bay_id IS NULL))',
        "An allocation takes either a technician or a bay.",
    )
    _dates_in_order = models.Constraint(
        'CHECK (stop > start)',
        "Planned work must end after it starts.",
    )
    # The range of one employee stands for equality, which gist knows only with an extension.
    _employee_free = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "WHERE (employee_id IS NOT NULL)",
        "This technician has just been taken for that time. Choose another time or technician.",
    )
    _bay_free = models.Constraint(
        "EXCLUDE USING gist (int4range(bay_id, bay_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "WHERE (bay_id IS NOT NULL)",
        "This bay has just been taken for that time. Choose another time or bay.",
    )

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system()
        self._check_free(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_system()
        return super().write(vals)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_key_of(self, vals):
        return tuple(vals[name] or False for name in ALLOCATION_KEY)

    def _get_key(self):
        self.ensure_one()
        return self._get_key_of({
            name: self[name].id if self._fields[name].relational else self[name] for name in ALLOCATION_KEY
        })

    @api.model
    def _check_system(self):
        if not self.env.su:
            raise UserError(self.env._("Plan a job or an appointment; its technician and bay are then taken by themselves."))

    @api.model
    def _check_free(self, vals_list):
        """Say whose plan is in the way, before the database says only that one is.

        :raises ValidationError: naming the resource, the time and the work it is taken by
        """
        if not vals_list:
            return
        self.flush_model()
        rows = SQL(', ').join(
            SQL('(%s::int, %s::int, %s::timestamp, %s::timestamp)',
                vals.get('employee_id') or None, vals.get('bay_id') or None, vals['start'], vals['stop'])
            for vals in vals_list
        )
        taken = self.env.execute_query(SQL(
            """
            SELECT taken.id
              FROM (VALUES %s) AS wanted (employee_id, bay_id, start, stop)
              JOIN aftersales_allocation taken
                ON (taken.employee_id = wanted.employee_id OR taken.bay_id = wanted.bay_id)
               AND tsrange(taken.start, taken.stop) && tsrange(wanted.start, wanted.stop)
             LIMIT 1
            """, rows))
        if taken:
            raise ValidationError(self.browse(taken[0][0]).sudo()._get_taken_message())

    def _get_taken_message(self):
        self.ensure_one()
        return self.env._(
            "%(resource)s is taken by %(work)s from %(start)s to %(stop)s. Choose another time, technician or bay.",
            resource=self.employee_id.name or self.bay_id.name,
            work=self._get_work_name(),
            start=format_datetime(self.env, self.start, dt_format='short'),
            stop=format_datetime(self.env, self.stop, dt_format='short'),
        )

    def _get_work_name(self):
        """What the resource is taken by, in words; rooms that plan other documents add theirs."""
        self.ensure_one()
        return ' · '.join(filter(None, (self.order_id.name, self.order_id.license_plate, self.job_id.name)))
