// PostGraphile is written for Node 22, which has this; on 20 it is all that is wanting.
Promise.withResolvers ??= function withResolvers() {
  const deferred = {};
  deferred.promise = new this((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
};
