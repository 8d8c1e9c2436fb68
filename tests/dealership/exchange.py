import base64

from odoo.addons.aftersales.tests.common import AftersalesCommon


def write_history(vin, *numbers, day='2025-03-20', shown=11000, extra='', currency='', noun='VehicleServiceHistory'):
    """Visits as the system of another dealer sends them, each with an hour of labour and two parts."""
    currency = currency and f' currencyID="{currency}"'
    orders = ''.join(f"""
      <RepairOrder>
        <RepairOrderHeader>
          <DocumentIdentificationGroup><DocumentIdentification><DocumentID>{number}</DocumentID></DocumentIdentification>
          </DocumentIdentificationGroup>
          <RepairOrderOpenedDate>{day}</RepairOrderOpenedDate><RepairOrderCompletedDate>{day}</RepairOrderCompletedDate>
          <InDistanceMeasure unitCode="KMT">{shown}</InDistanceMeasure>
        </RepairOrderHeader>
        <RepairOrderVehicleLineItem><Vehicle><VehicleID>{vin}</VehicleID></Vehicle></RepairOrderVehicleLineItem>
        <Job>
          <CodesAndCommentsExpanded><ComplaintDescription>Squeals</ComplaintDescription></CodesAndCommentsExpanded>
          <ServiceLabor><LaborOperationID>TST-010</LaborOperationID>
            <LaborOperationDescription>Front brakes</LaborOperationDescription>
            <LaborAllowanceHoursNumeric>1.2</LaborAllowanceHoursNumeric><ChargeAmount{currency}>240</ChargeAmount></ServiceLabor>
          <ServiceParts><ItemIdentificationGroup><ItemIdentification><ItemID>BP-9</ItemID></ItemIdentification>
            </ItemIdentificationGroup><ItemIdDescription>Pads</ItemIdDescription>
            <ItemQuantity unitCode="EA">2</ItemQuantity><ChargeAmount{currency}>160</ChargeAmount></ServiceParts>
        </Job>
      </RepairOrder>""" for number in numbers)
    if noun == 'VehicleServiceHistory':
        orders = f'<VehicleServiceHistory><Vehicle><VehicleID>{vin}</VehicleID></Vehicle>{orders}</VehicleServiceHistory>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>{extra}
<Show{noun} xmlns="http://www.starstandard.org/STAR/5" releaseID="5.10.2">
  <ApplicationArea><Sender><ComponentID>Other DMS</ComponentID></Sender></ApplicationArea>
  <Show{noun}DataArea><Show/>{orders}</Show{noun}DataArea>
</Show{noun}>"""


class ImportCommon(AftersalesCommon):
    """Files of another system, checked and taken over by the manager."""

    def _create_import(self, kind, data, user=None, **values):
        data = data if isinstance(data, bytes) else data.encode()
        return self.env['aftersales.exchange.import'].with_user(user or self.user_manager).create({
            'kind': kind, 'file': base64.b64encode(data), 'file_name': f'{kind}.csv', **values})

    def _import(self, *args, **values):
        document = self._create_import(*args, **values)
        document.action_check()
        self.assertEqual(document.state, 'checked')
        document.action_import()
        self.assertEqual(document.state, 'done')
        return document

    def _get_counts(self, document):
        return [document[f'{name}_count'] for name in ('row', 'new', 'changed', 'known', 'wrong')]

    def _find(self, model, domain):
        return self.env[model].with_context(active_test=False).search(domain)
