from odoo import models


class AftersalesOrder(models.Model):
    """What the electronic health file of a car takes of a delivered order (JT/T 1132): thirteen elements, no person's name."""
    _inherit = 'aftersales.order'

    def _after_delivered(self, source):
        super()._after_delivered(source)
        self.env['aftersales.exchange.document']._queue(self)

    def _get_health_file(self):
        """The thirteen elements, in the names of the national interface.

        Workshop, VIN, plate, day in, km in, day of settlement, number of the list, fault; items with hours; parts with
        name, number and quantity.
        """
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: the name on the platform is the administrator's
        lines = [line for section in self._get_print_sections() for __, line in section['rows']]
        labour = [line for line in lines if line.line_type in ('labour', 'sublet', 'fee')]
        return {
            'basicInfo': {
                'companyname': company.health_file_repairer or company.name,
                'vin': self.vin or '', 'vehicleplatenumber': self.license_plate or '',
                'repairdate': self._say_health_day(self.received_date),
                'repairmileage': f'{self._get_health_mileage():.0f}' if self.odometer_in else '',
                'settledate': self._say_health_day(self.delivered_date or self.ready_date),
                'costlistcode': self.name, 'faultdescription': self._get_health_fault(),
            },
            'repairprojectlist': [{
                'repairproject': line._get_print_name(),
                'workinghours': f'{line.quantity:g}' if line.line_type == 'labour' else ''} for line in labour],
            'vehiclepartslist': [{
                'partsname': line._get_print_name(), 'partscode': line.product_id.default_code or '',
                'partsquantity': f'{line.quantity:g}'} for line in lines if line.line_type == 'part'],
        }

    def _say_health_day(self, moment):
        return self.workshop_id._get_local_day(moment).strftime('%Y%m%d') if moment else ''

    def _get_health_mileage(self):
        """In km, whatever the cluster shows."""
        return self.vehicle_id._get_distance_of(self.odometer_in) if self.odometer_unit == 'miles' else self.odometer_in

    def _get_health_fault(self):
        """What the customer said, else what the jobs are for."""
        told = self.concern or "; ".join(filter(None, self.job_ids.mapped('concern')))
        return " ".join((told or ", ".join(self._get_print_job_names())).split())[:500]

    def _get_print_job_names(self):
        return [entry['job']._get_print_name() for entry in self._get_print_jobs()]

    def _get_health_file_gaps(self, content):
        """:return: sentences that say what of the thirteen elements is missing"""
        self.ensure_one()
        head = content['basicInfo']
        names = {
            'companyname': self.env._("name of the workshop"), 'vin': self.env._("VIN of the car"),
            'vehicleplatenumber': self.env._("plate of the car"), 'repairdate': self.env._("day the car came"),
            'repairmileage': self.env._("odometer at the arrival"), 'settledate': self.env._("day of settlement"),
            'costlistcode': self.env._("number of the list"), 'faultdescription': self.env._("what was wrong"),
        }
        gaps = [name for code, name in names.items() if not head[code]]
        if not content['repairprojectlist']:
            gaps.append(self.env._("items of work"))
        gaps += [
            self.env._("part number of %(part)s", part=part['partsname'].split('\n')[0][:60])
            for part in content['vehiclepartslist'] if not part['partscode']]
        return gaps
