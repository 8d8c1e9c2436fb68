from odoo import api, fields, models
from odoo.tools import SQL

# Months that are looked at, and days of which everything is looked at rather than searched for what may be a fault.
MONTHS, FEW_DAYS = 36, 40
KINDS = [('code', "Fault Code"), ('part', "Part Replaced")]


class AftersalesFaultReport(models.Model):
    """A row a fault code that was read, and a row a part that was replaced because of a complaint, a fault code or a claim;
    of the last three years (N3). What a maintenance changes by its plan is no fault, whatever its customer spoke of."""
    _name = 'aftersales.fault.report'
    _description = "Faults of Cars"
    _inherit = ['aftersales.analysis.mixin']
    _newest_field = 'date'
    _asked_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'order_id'

    date = fields.Datetime(string="Received On", readonly=True)
    fault_kind = fields.Selection(KINDS, string="Kind of Fault", readonly=True)
    code = fields.Char(string="Fault Code", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    vehicle_id = fields.Many2one('fleet.vehicle', readonly=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True)
    job_id = fields.Many2one('aftersales.job', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    distance = fields.Float(string="km at Failure", readonly=True, digits=(12, 0), aggregator='avg')
    fault_count = fields.Integer(string="Faults (n)", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_code_rows(), self._get_part_rows())

    @api.model
    def _get_code_rows(self):
        """Of a code that several control units tell of a car at one visit, one counts. Codes have even ids, parts odd ones."""
        return SQL(
            """
            SELECT 2::bigint * MIN(fault.id) AS id, visit.received_date AS date, 'code' AS fault_kind,
                   UPPER(TRIM(fault.code)) AS code, NULL::integer AS product_id, %(columns)s, 1 AS fault_count
              FROM aftersales_fault_code fault
              JOIN aftersales_job job ON job.id = fault.job_id
              %(joins)s
             WHERE %(where)s
          GROUP BY UPPER(TRIM(fault.code)), model.brand_id, visit.id, job.id
            """, columns=self._get_columns(), joins=self._get_joins(), where=self._get_where())

    @api.model
    def _get_part_rows(self):
        return SQL(
            """
            SELECT 2::bigint * line.id + 1, visit.received_date, 'part', NULL, line.product_id, %(columns)s, 1
              FROM aftersales_order_line line
              JOIN aftersales_job job ON job.id = line.job_id
              JOIN aftersales_pay_type pay ON pay.id = job.pay_type_id
              %(joins)s
             WHERE %(where)s AND %(found)s AND line.line_type = 'part' AND line.quantity > 0
                   AND COALESCE(job.approval, '') != 'declined'
                   AND (COALESCE(job.concern, '') != '' AND COALESCE(job.work_class_id, 0) NOT IN %(maintenance)s
                        OR pay.settlement = 'claim'
                        OR EXISTS (SELECT FROM aftersales_fault_code told WHERE told.job_id = job.id))
            """, columns=self._get_columns(), joins=self._get_joins(), where=self._get_where(), found=self._find_jobs(),
            maintenance=self._get_maintenance_classes())

    @api.model
    def _find_jobs(self):
        """SQL by which jobs that may have had a fault are found first, of years: most have none. Of days, visits are few."""
        first, last = self._get_asked()
        if first and ((last or fields.Date.today()) - first).days < FEW_DAYS:
            return SQL("TRUE")
        # sudo: classes and pay types by their ids, so that the database knows how few jobs they have
        classes = self.env['aftersales.work.class'].sudo().with_context(active_test=False).search(
            [('id', 'not in', self._get_maintenance_classes())]).ids
        claimed = self.env['aftersales.pay.type'].sudo().with_context(active_test=False).search(
            [('settlement', '=', 'claim')]).ids
        return SQL(
            """
            job.id IN (SELECT id FROM aftersales_job WHERE COALESCE(concern, '') != '' AND work_class_id IN %(classes)s
                    UNION ALL
                       SELECT id FROM aftersales_job WHERE COALESCE(concern, '') != '' AND work_class_id IS NULL
                    UNION ALL
                       SELECT id FROM aftersales_job WHERE pay_type_id IN %(claimed)s
                    UNION ALL
                       SELECT job_id FROM aftersales_fault_code)
            """, classes=(0, *classes), claimed=(0, *claimed))

    @api.model
    def _get_maintenance_classes(self):
        """:return: ids of the classes of maintenance that come with the trade's list, where the house has kept them"""
        classes = self.env['aftersales.work.class']
        for name in ('work_class_service1', 'work_class_service2'):
            classes |= self.env.ref(f'aftersales.{name}', raise_if_not_found=False) or classes
        return tuple(classes.ids) or (0,)

    @api.model
    def _get_columns(self):
        return SQL(
            "model.brand_id, visit.model_id, visit.vehicle_id, visit.id AS order_id, job.id AS job_id, visit.workshop_id, "
            "visit.company_id, "
            "NULLIF(visit.odometer_in * CASE WHEN visit.odometer_unit = 'miles' THEN 1.609344 ELSE 1 END, 0) AS distance")

    @api.model
    def _get_joins(self):
        return SQL(
            "JOIN aftersales_order visit ON visit.id = job.order_id "
            "LEFT JOIN fleet_vehicle_model model ON model.id = visit.model_id")

    @api.model
    def _get_where(self):
        first = fields.Date.add(self.env.company._get_today(), months=-MONTHS)
        return SQL(
            "job.state != 'cancelled' AND visit.state NOT IN ('draft', 'cancelled') AND visit.received_date >= %s", first)
