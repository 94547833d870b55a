-- How many deliveries of an endpoint are under way is asked for each time some are taken; they are
-- few, however many wait.
CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (pbx_id, endpoint_id, leased_until)
  WHERE leased_until IS NOT NULL;
